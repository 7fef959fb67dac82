//! Values of a template as YAML: only what every reader of YAML 1.1 and 1.2 takes alike.

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Text(String),
    Number(String),
    List(Vec<Tree>),
    /// Keys are this program's own: letters and digits, or `Fn::…`.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn map<const N: usize>(members: [(&str, Tree); N]) -> Self {
        Self::Map(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// Appends it as what follows `key:` or `-`, with its line feed.
    pub(super) fn write(&self, out: &mut String, depth: usize) {
        match self {
            Self::Text(text) => {
                out.push(' ');
                out.push_str(&quoted(text));
                out.push('\n');
            }
            Self::Number(number) => {
                out.push(' ');
                out.push_str(number);
                out.push('\n');
            }
            Self::List(values) => {
                out.push('\n');
                for value in values {
                    out.push_str(&"  ".repeat(depth));
                    out.push('-');
                    match value {
                        Self::Map(members) => {
                            // The first key stands behind the dash.
                            out.push(' ');
                            write_members(members, out, depth + 1, true);
                        }
                        other => other.write(out, depth + 1),
                    }
                }
            }
            Self::Map(members) => {
                out.push('\n');
                write_members(members, out, depth, false);
            }
        }
    }
}

fn write_members(members: &[(String, Tree)], out: &mut String, depth: usize, is_begun: bool) {
    for (place, (key, value)) in members.iter().enumerate() {
        if place > 0 || !is_begun {
            out.push_str(&"  ".repeat(depth));
        }
        out.push_str(key);
        out.push(':');
        value.write(out, depth + 1);
    }
}

/// A text in double quotes, as JSON writes it: so YAML reads it too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
