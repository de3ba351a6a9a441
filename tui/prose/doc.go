// Package prose lays Markdown out for reading in a terminal: wrapped text,
// nested lists, tables that fit, code, quotes, folds, links that can be
// focused. It turns a content.Document into chunks (a heading, a stretch of
// text, a live block) and each chunk, only when it is needed, into lines of
// spans. So the first screen of a book costs as much as that of a page.
//
//	f := prose.New(doc, prose.Options{})
//	for i := range f.Len() {
//		for _, line := range f.Chunk(i, 72).Lines { fmt.Println(painter.Paint(line)) }
//	}
//
// Lines are spans with a look, not strings with escapes: search, the focused
// link and the theme are applied when a line is painted, and nothing that came
// from a note can reach the terminal as a command.
//
// Why not glamour: it renders whole documents, knows neither folds nor the
// place of a link on the screen, and writes about thirty times the bytes.
package prose

import (
	"strings"

	"netsplit/content"
)

// Look says how a span is drawn, as a set of properties.
type Look uint16

// The properties.
const (
	Strong Look = 1 << iota
	Emph
	Strike
	Code
	LinkLook
	Quote
	Muted
	Border
	Accent
	Good
	Bad
	Heading1
	Heading2
	Heading3
	Margin // not part of the text: indents, bars, bullets; search passes it by
)

// Span is a stretch of a line in one look. Target, when not 0, is the number
// (from 1) of the target it belongs to.
type Span struct {
	Text   string
	Look   Look
	Target int
}

// Line is one line on the screen.
type Line []Span

// Plain is the line's text.
func (l Line) Plain() string {
	if len(l) == 1 {
		return l[0].Text
	}
	var b strings.Builder
	for _, s := range l {
		b.WriteString(s.Text)
	}
	return b.String()
}

// TargetKind says what following a target does.
type TargetKind int

// The kinds of target.
const (
	LinkTarget TargetKind = iota // go to Dest
	FoldTarget                   // open or close the fold Key
	LiveTarget                   // act on Block; Option is the choice, from 1
)

// Target is something on a chunk that can be focused and followed.
type Target struct {
	Kind   TargetKind
	Line   int // of the chunk, where it begins
	Dest   string
	Key    string
	Block  *content.Block
	Option int
}

// Piece is a chunk laid out at one width.
type Piece struct {
	Lines   []Line
	Targets []Target
}

// add appends a target that begins at the next line and returns its number.
func (p *Piece) add(t Target) int {
	t.Line = len(p.Lines)
	p.Targets = append(p.Targets, t)
	return len(p.Targets)
}

// Width is the number of cells a span takes.
func Width(s Span) int { return spanWidth([]Span{s}) }
