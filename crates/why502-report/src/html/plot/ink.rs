//! Colours of plots as roles, so that the style sheet chooses them: light, dark, on paper.
//!
//! The library draws in colours that stand for nothing but a role; [`restyled`] replaces them by
//! classes, and drops what the style sheet says better.

use plotters::style::RGBColor;

/// What something drawn stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Labels.
    Label,
    /// Grid lines.
    Grid,
    /// Axes.
    Axis,
    /// The window of an incident.
    Window,
    /// The border and the number of that window.
    WindowEdge,
    /// One of the courses, from 0; the last one is all others together.
    Course(usize),
    /// Percentiles: 50, 90, 99 as 0, 1, 2.
    Percentile(usize),
    /// A cell of a heat map: 0 is served without a failure.
    Level(usize),
}

/// Courses with a colour of their own, the last for all others.
pub(super) const COURSES: usize = 8;
/// Levels of a heat map beside 0.
pub(super) const LEVELS: usize = 6;

const ALL: usize = 5 + COURSES + 3 + LEVELS + 1;

impl Ink {
    fn number(self) -> usize {
        match self {
            Self::Label => 0,
            Self::Grid => 1,
            Self::Axis => 2,
            Self::Window => 3,
            Self::WindowEdge => 4,
            Self::Course(course) => 5 + course.min(COURSES - 1),
            Self::Percentile(which) => 5 + COURSES + which.min(2),
            Self::Level(level) => 8 + COURSES + level.min(LEVELS),
        }
    }

    fn of(number: usize) -> Self {
        match number {
            0 => Self::Label,
            1 => Self::Grid,
            2 => Self::Axis,
            3 => Self::Window,
            4 => Self::WindowEdge,
            _ if number < 5 + COURSES => Self::Course(number - 5),
            _ if number < 8 + COURSES => Self::Percentile(number - 5 - COURSES),
            _ => Self::Level(number - 8 - COURSES),
        }
    }

    /// The stand-in that is drawn.
    pub(super) fn color(self) -> RGBColor {
        RGBColor(0xAB, 0xCD, u8::try_from(self.number()).expect("there are few roles"))
    }

    /// The class that the style sheet knows.
    pub(super) fn class(self) -> String {
        match self {
            Self::Label => "label".to_owned(),
            Self::Grid => "grid".to_owned(),
            Self::Axis => "axis".to_owned(),
            Self::Window => "window".to_owned(),
            Self::WindowEdge => "edge".to_owned(),
            Self::Course(course) => format!("c{course}"),
            Self::Percentile(which) => format!("p{which}"),
            Self::Level(level) => format!("h{level}"),
        }
    }
}

/// The inside of a drawing: without its frame, with classes in place of colours and fonts.
pub(super) fn restyled(svg: &str) -> String {
    let start = svg.find('>').map_or(0, |end| end + 1);
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    let mut inside = svg[start..end].to_owned();
    for number in 0..ALL {
        let ink = Ink::of(number);
        let RGBColor(red, green, blue) = ink.color();
        let color = format!("#{red:02X}{green:02X}{blue:02X}");
        inside = inside.replace(
            &format!("fill=\"none\" opacity=\"1\" stroke=\"{color}\""),
            &format!("class=\"s {}\"", ink.class()),
        );
        for attribute in ["fill", "stroke"] {
            inside = inside.replace(
                &format!("{attribute}=\"{color}\""),
                &format!("class=\"{}\"", ink.class()),
            );
        }
    }
    for needless in [" opacity=\"1\"", " stroke=\"none\"", " stroke-width=\"1\""] {
        inside = inside.replace(needless, "");
    }
    without_fonts(&inside)
}

/// Labels take the page's font; each stands on one line of the source.
fn without_fonts(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut lines = svg.lines().filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        if line.starts_with("<text") {
            let from = line.find(" font-family=").unwrap_or(line.len());
            let to = line.find(" class=").unwrap_or(line.len());
            out.push_str(&line[..from.min(to)]);
            out.push_str(&line[to..]);
            out.push_str(lines.next().unwrap_or_default());
            out.push_str(lines.next().unwrap_or_default());
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_colour_and_a_class_of_its_own() {
        let classes: std::collections::BTreeSet<_> = (0..ALL).map(|n| Ink::of(n).class()).collect();
        assert_eq!(classes.len(), ALL);
        assert!((0..ALL).all(|number| Ink::of(number).number() == number));
    }

    #[test]
    fn colours_and_fonts_become_classes() {
        let svg = "<svg width=\"9\" xmlns=\"x\">\n<rect x=\"1\" opacity=\"1\" fill=\"#ABCD05\" stroke=\"none\"/>\n\
                   <text x=\"1\" dy=\"0.5ex\" font-family=\"sans\" font-size=\"9\" opacity=\"1\" fill=\"#ABCD00\">\na&lt;\n</text>\n</svg>\n";
        assert_eq!(
            restyled(svg),
            "<rect x=\"1\" class=\"c0\"/>\n<text x=\"1\" dy=\"0.5ex\" class=\"label\">a&lt;</text>\n"
        );
    }
}
