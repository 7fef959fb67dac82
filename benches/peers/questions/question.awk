# mawk, the quickest awk. Durations have three decimals, so that there are few different ones:
# counting them gives exact percentiles without keeping all. `form` is alb or cloudfront.
BEGIN {
    if (form == "cloudfront") { FS = "\t"; pair = 14; seconds = 19; url = 8 }
    else { pair = 10; seconds = 7; url = 14 }
}
/^#/ { next }
{
    minute = form == "cloudfront" ? $1 "T" substr($2, 1, 5) : substr($2, 1, 16)
    cells[minute "\t" $9 "\t" $pair]++
    times[$seconds]++
    if ($9 == "502") {
        if (form == "alb") targets[$5]++
        path = $url
        sub(/^[a-z]+:\/\/[^\/?]*/, "", path)
        sub(/\?.*/, "", path)
        paths[path]++
    }
}
END {
    for (cell in cells) print "cell\t" cell "\t" cells[cell]
    for (target in targets) print "target\t" target "\t" targets[target]
    for (path in paths) print "path\t" path "\t" paths[path]
    for (time in times) print "time\t" time "\t" times[time]
}
