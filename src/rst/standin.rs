//! Stand-in.
use super::flow::Flow;
use super::tree::*;
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}
pub(crate) fn column_width(s: &str) -> usize {
    s.chars().count()
}
pub(crate) fn read(flow: &Flow) -> (Vec<Inline>, Vec<Problem>) {
    let text = flow.text();
    if text.is_empty() {
        return (vec![], vec![]);
    }
    (
        vec![Inline { span: flow.span(0, text.len()), body: InlineBody::Text(text.to_string()) }],
        vec![],
    )
}
