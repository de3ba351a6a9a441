package content

import (
	"strings"
)

// repair turns the source lines of one stretch of text, outside live blocks
// and folds, into Markdown that parses as its author meant it:
// HTML goes (see reduce), list items without a space get one, tables and
// headings that stick to the line above are parted from it. Code is left alone.
type repair struct {
	out     []line
	caption captioner
	list    bool   // inside a list: indentation is nesting, not code
	fence   *fence // inside code
	before  string // the previous source line that was not blank
}

func (r *repair) emit(s string, number int) { r.out = append(r.out, line{s, number}) }

func (r *repair) last() string {
	if len(r.out) == 0 {
		return ""
	}
	return r.out[len(r.out)-1].text
}

// part inserts a blank line unless there is one.
func (r *repair) part(number int) {
	if !blank(r.last()) {
		r.emit("", number)
	}
}

// add repairs one line; next is the one after it.
func (r *repair) add(l line, next string) {
	s := l.text
	if r.fence != nil {
		r.emit(s, l.number)
		if r.fence.closedBy(s) {
			r.fence = nil
		}
		return
	}
	if f, ok := opensFence(s); ok && (f.indent < 4 || r.list) {
		r.fence = &f
		r.emit(s, l.number)
		return
	}
	if blank(s) {
		r.emit("", l.number)
		return
	}
	if indent(s) >= 4 && !r.list && blank(r.last()) || r.indentedCode(s) {
		r.emit(s, l.number)
		return
	}
	s = r.shape(s, next)
	if isDelimiterRow(next) && strings.Contains(s, "|") && !strings.Contains(r.before, "|") {
		r.part(l.number)
	}
	reduced := reduce(s, r.caption)
	if blank(reduced) { // nothing but tags: they ended a paragraph
		r.part(l.number)
		return
	}
	r.emit(reduced, l.number)
	r.before = s
	switch {
	case isListItem(s):
		r.list = true
	case indent(s) == 0 && (len(r.out) < 2 || blank(r.out[len(r.out)-2].text)):
		r.list = false
	}
}

// indentedCode reports whether s continues a block of indented code.
func (r *repair) indentedCode(s string) bool {
	return indent(s) >= 4 && !r.list && indent(r.last()) >= 4
}

// shape repairs the mark at the start of a line.
func (r *repair) shape(s, next string) string {
	if !begins(s, "[-+*0123456789") && !beginsWide(s) {
		return s
	}
	if s[indent(s)] == '[' {
		if footnote().MatchString(s) { // a footnote is not a link definition
			at := strings.IndexByte(s, '[')
			return s[:at] + `\` + s[at:]
		}
		return s
	}
	if beginsWide(s) {
		if m := bulletSign().FindStringSubmatch(s); m != nil {
			return m[1] + "- " + m[2]
		}
		return s
	}
	if !isGlued(s) || !r.amongItems(next) {
		return s
	}
	if m := gluedDash().FindStringSubmatch(s); m != nil {
		return m[1] + m[2] + " " + m[3]
	}
	if m := gluedStar().FindStringSubmatch(s); m != nil {
		return m[1] + "* " + m[2]
	}
	if m := gluedNumber().FindStringSubmatch(s); m != nil {
		return m[1] + m[2] + " " + m[3]
	}
	return s
}

// beginsWide reports whether s begins with a character beyond ASCII, as the
// bullets of word processors are.
func beginsWide(s string) bool {
	s = strings.TrimLeft(s, " ")
	return s != "" && s[0] >= 0x80
}

// amongItems reports whether the line before or after is a list item, with or
// without its space.
func (r *repair) amongItems(next string) bool {
	for _, s := range []string{r.before, next} {
		if isListItem(s) || isGlued(s) {
			return true
		}
	}
	return false
}
