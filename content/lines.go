package content

import (
	"strings"
)

// line is one line of a source, with the number it has in the file: repairs
// insert and remove lines, messages must still name the right one.
type line struct {
	text   string
	number int
}

// maxLine is the longest line kept whole. A longer one is broken at a space:
// in a paragraph that reads the same, and no screen has to measure megabytes.
const maxLine = 4096

func splitLines(text string, first int) []line {
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	for number := first; ; number++ {
		head, rest, more := strings.Cut(text, "\n")
		for len(head) > maxLine {
			cut := strings.LastIndexByte(head[:maxLine], ' ')
			if cut < maxLine/2 {
				cut = runeStart(head, maxLine)
			}
			lines = append(lines, line{head[:cut], number})
			head = strings.TrimLeft(head[cut:], " ")
		}
		lines = append(lines, line{head, number})
		if !more {
			return lines
		}
		text = rest
	}
}

// runeStart is the last position not after i at which a character begins.
func runeStart(s string, i int) int {
	for i > 0 && s[i]&0xc0 == 0x80 {
		i--
	}
	return i
}

func indent(s string) int {
	return len(s) - len(strings.TrimLeft(s, " "))
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// begins reports whether the first character of s, after spaces, is one of
// chars. It is the cheap question before each of the patterns below: almost
// every line of a note is plain text.
func begins(s, chars string) bool {
	for i := range len(s) {
		if s[i] != ' ' {
			return strings.IndexByte(chars, s[i]) >= 0
		}
	}
	return false
}

// isListItem reports whether s begins with -, *, + or a number and . or ), and
// a space after it.
func isListItem(s string) bool {
	s = strings.TrimLeft(s, " ")
	n := len(s) - len(strings.TrimLeft(s, "0123456789"))
	switch {
	case n > 9 || len(s) == n:
		return false
	case n == 0 && strings.IndexByte("-*+", s[0]) < 0, n > 0 && s[n] != '.' && s[n] != ')':
		return false
	}
	return len(s) == n+1 || s[n+1] == ' '
}

// hashes reads a heading that begins with #: its level and its text.
func hashes(s string) (level int, text string, ok bool) {
	if in := indent(s); in > 3 {
		return 0, "", false
	}
	s = strings.TrimLeft(s, " ")
	text = strings.TrimLeft(s, "#")
	level = len(s) - len(text)
	if level < 1 || level > 6 || text != "" && text[0] != ' ' {
		return 0, "", false
	}
	text = strings.TrimSpace(text)
	if bare := strings.TrimRight(text, "#"); bare != text && (bare == "" || strings.HasSuffix(bare, " ")) {
		text = strings.TrimSpace(bare)
	}
	return level, text, true
}

// isDelimiterRow reports whether s is the line below the head of a table.
func isDelimiterRow(s string) bool {
	for i := range len(s) {
		if strings.IndexByte("|:- ", s[i]) < 0 {
			return false
		}
	}
	return begins(s, "|:-") && delimiterRow().MatchString(s)
}

// isGlued reports whether s begins with the mark of a list item without its
// space: "-item", "2.item". Most lines are answered by their first two bytes.
func isGlued(s string) bool {
	s = strings.TrimLeft(s, " ")
	if len(s) < 2 || s[1] == ' ' || strings.IndexByte("-+*0123456789", s[0]) < 0 {
		return false
	}
	return gluedDash().MatchString(s) || gluedStar().MatchString(s) || gluedNumber().MatchString(s)
}

// The shapes of a line.
var (
	gluedHeading = pattern(`^ {0,3}(#{2,6})([^#\s!].*)$`)
	underline    = pattern(`^ {0,3}(=+|-+) *$`)
	fenceLine    = pattern("^( *)(`{3,}|~{3,})(.*)$")
	quoteLine    = pattern(`^ {0,3}>`)
	delimiterRow = pattern(`^ {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	gluedDash    = pattern(`^( *)([-+])(\pL.*)$`)
	gluedStar    = pattern(`^( *)\*(\pL[^*]*)$`)
	gluedNumber  = pattern(`^( *)(\d{1,3}[.)])(\pL.*)$`)
	bulletSign   = pattern(`^( *)[•·●▪◦‣–—] *(\S.*)$`)
	footnote     = pattern(`^( *)\[\^`)
	definition   = pattern(`^ {0,3}\[([^\]\[^][^\]\[]*)\]: *<?([^\s<>]+)>?(?: +(?:"[^"]*"|'[^']*'|\([^)]*\)))? *$`)
)

// fence is an open code fence.
type fence struct {
	char   byte
	length int
	indent int
	info   string
}

// opensFence reports whether a line opens a code fence. An info string after
// backticks has no backtick in it: that would be a code span.
func opensFence(s string) (fence, bool) {
	if !begins(s, "`~") {
		return fence{}, false
	}
	m := fenceLine().FindStringSubmatch(s)
	if m == nil || m[2][0] == '`' && strings.Contains(m[3], "`") {
		return fence{}, false
	}
	return fence{m[2][0], len(m[2]), len(m[1]), strings.TrimSpace(m[3])}, true
}

func (f fence) closedBy(s string) bool {
	t := strings.TrimSpace(s)
	return len(t) >= f.length && strings.Trim(t, string(f.char)) == ""
}
