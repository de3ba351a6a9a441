package content

import (
	"strings"
)

// Options say how a document is read.
type Options struct {
	// Strict makes a mistake in a live block an error of the whole document.
	// Otherwise the block is shown as code and the mistake is in Problems.
	Strict bool
	// Picture tells whether a picture's file is there; nil: don't say.
	Picture func(source string) bool
	// Scenario returns an embedded scenario by name; nil: none can be named.
	Scenario func(name string) (*Scenario, error)
	// FirstLine is the number of the first line of the text; 0 means 1.
	FirstLine int
}

// Read turns the text of a Markdown file (see Clean) into a document. It goes
// over the text once and parses only live blocks: text blocks are parsed when
// they are shown, so a large file opens at once.
func Read(path, text string, o Options) (*Document, error) {
	s := &scanner{
		doc:     &Document{Path: path},
		lines:   partFolds(splitLines(text, max(o.FirstLine, 1))),
		options: o,
		anchors: anchors{},
		ids:     map[string]int{},
		closers: map[byte]int{},
	}
	s.doc.Sections = []Section{{Line: 1}}
	s.folds = matchFolds(s.lines)
	for s.at < len(s.lines) {
		if err := s.step(); err != nil {
			return nil, err
		}
	}
	s.flush()
	if first := s.doc.Sections[0]; len(first.Blocks) == 0 && len(s.doc.Sections) > 1 {
		s.doc.Sections = s.doc.Sections[1:]
	}
	s.doc.Title = title(s.doc)
	return s.doc, nil
}

// title is the first heading of the highest level.
func title(d *Document) string {
	best := ""
	level := 7
	for _, section := range d.Sections {
		if section.Level > 0 && section.Level < level && section.Title != "" {
			best, level = section.Title, section.Level
		}
	}
	return best
}

type scanner struct {
	doc     *Document
	lines   []line
	at      int
	options Options
	anchors anchors
	ids     map[string]int // id of a live block → its line

	pending  []line      // text that is not yet a block
	repaired []line      // room for its repair
	size     int         // of pending, in bytes
	folds    map[int]int // line of <details> → line of its </details>
	open     []openFold  // innermost last

	closers map[byte]int // fence mark → shortest length that nothing closes any more
}

type openFold struct {
	block *Block
	end   int // index of its last line
}

// Where a block of text is cut, so that a screen never has to lay out a whole
// book to show its first page: after so many lines or bytes, before the next
// line that begins a new paragraph, and at four times that anywhere.
const (
	maxPending = 300
	maxBytes   = 32 << 10
)

func (s *scanner) step() error {
	l := s.lines[s.at]
	if len(s.open) > 0 && s.at == s.open[len(s.open)-1].end {
		s.closeFold()
		s.at++
		return nil
	}
	if f, ok := opensFence(l.text); ok {
		return s.fenced(f)
	}
	switch {
	case isFoldStart(l.text):
		if end, ok := s.folds[s.at]; ok && len(s.open) < 16 {
			s.openFold(end)
			return nil
		}
	case strings.Contains(l.text, "<!--") && s.skipComment():
		return nil
	case len(s.open) == 0 && s.heading():
		return nil
	case s.define(l):
		return nil
	}
	s.joinTag()
	s.keep(s.lines[s.at])
	s.at++
	s.cut()
	return nil
}

func (s *scanner) keep(l line) {
	s.pending = append(s.pending, l)
	s.size += len(l.text)
}

// cut flushes when enough text is pending and this is a good place.
func (s *scanner) cut() {
	n, size := len(s.pending), s.size
	if n < maxPending && size < maxBytes {
		return
	}
	good := n > 1 && blank(s.pending[n-1].text) && s.at < len(s.lines) &&
		indent(s.lines[s.at].text) == 0 && !isListItem(s.lines[s.at].text)
	if good || n >= 4*maxPending || size >= 4*maxBytes {
		s.flush()
	}
}

// limit is the line at which the innermost open fold, or the file, ends.
// Nothing that reads ahead may go past it.
func (s *scanner) limit() int {
	if n := len(s.open); n > 0 {
		return s.open[n-1].end
	}
	return len(s.lines)
}

// define takes a link definition out of the text.
func (s *scanner) define(l line) bool {
	if !begins(l.text, "[") {
		return false
	}
	m := definition().FindStringSubmatch(l.text)
	if m == nil {
		return false
	}
	s.doc.References = append(s.doc.References, Reference{m[1], m[2]})
	s.at++
	return true
}

// joinTag joins a tag that is spread over lines onto one.
func (s *scanner) joinTag() {
	l := &s.lines[s.at]
	open := strings.LastIndexByte(l.text, '<')
	if open < 0 || strings.IndexByte(l.text[open:], '>') >= 0 {
		return
	}
	name := strings.TrimLeft(l.text[open+1:], "/")
	if end := strings.IndexByte(name, ' '); end >= 0 {
		name = name[:end]
	}
	if !isElement(name) || name == "" {
		return
	}
	joined := l.text
	for i := s.at + 1; i < min(s.at+12, s.limit()) && !blank(s.lines[i].text); i++ {
		joined += " " + strings.TrimSpace(s.lines[i].text)
		if strings.IndexByte(s.lines[i].text, '>') >= 0 {
			s.lines[i].text = joined
			s.lines[i].number = l.number
			s.at = i
			return
		}
	}
}

// skipComment drops a comment that spans lines; on one line reduce does it.
func (s *scanner) skipComment() bool {
	l := s.lines[s.at]
	before, rest, _ := strings.Cut(l.text, "<!--")
	if strings.Contains(rest, "-->") || strings.Contains(before, "`") {
		return false
	}
	for i := s.at + 1; i < min(s.at+1000, s.limit()); i++ {
		if _, after, ok := strings.Cut(s.lines[i].text, "-->"); ok {
			if !blank(before) {
				s.keep(line{before, l.number})
			}
			s.lines[i].text = after
			s.at = i
			return true
		}
	}
	return false
}

// heading starts a section if a heading begins here.
func (s *scanner) heading() bool {
	l := s.lines[s.at]
	text := l.text
	if begins(text, "<") && headPair().MatchString(text) {
		text = reduce(text, s.caption)
	}
	if begins(text, "#") {
		return s.hashHeading(text, l.number)
	}
	return s.underlined(text, l.number)
}

// hashHeading starts a section at a line that begins with #.
func (s *scanner) hashHeading(text string, number int) bool {
	if level, heading, ok := hashes(text); ok {
		s.section(level, heading, number)
		s.at++
		return true
	}
	if m := gluedHeading().FindStringSubmatch(text); m != nil && s.parted() {
		s.section(len(m[1]), m[2], number)
		s.at++
		return true
	}
	return false
}

// underlined starts a section at a line with = or - under it.
func (s *scanner) underlined(text string, number int) bool {
	if s.at+1 >= len(s.lines) || !begins(s.lines[s.at+1].text, "=-") || blank(text) || indent(text) > 3 || !s.parted() {
		return false
	}
	u := underline().FindStringSubmatch(s.lines[s.at+1].text)
	if u == nil || isListItem(text) || quoteLine().MatchString(text) || strings.Contains(text, "|") || underline().MatchString(text) {
		return false
	}
	level := 1
	if u[1][0] == '-' {
		level = 2
	}
	s.section(level, text, number)
	s.at += 2
	return true
}

// parted reports whether the line before is blank or not text.
func (s *scanner) parted() bool {
	return len(s.pending) == 0 || blank(s.pending[len(s.pending)-1].text)
}

func (s *scanner) section(level int, heading string, number int) {
	s.flush()
	heading = strings.TrimSpace(reduce(heading, s.caption))
	if strings.ContainsAny(heading, "*_`[<&\\!~") {
		heading = strings.TrimSpace(strings.ReplaceAll(Plain(NewParser(), heading), "\n", " "))
	}
	s.doc.Sections = append(s.doc.Sections, Section{
		Title: heading, Anchor: s.anchors.add(heading), Level: level, Line: number,
	})
}

// caption names a picture in words.
func (s *scanner) caption(alt, source string) string {
	what := "picture"
	if s.options.Picture != nil && !strings.Contains(source, "://") && !strings.HasPrefix(source, "data:") && !s.options.Picture(source) {
		what = "picture, file not found"
	}
	if strings.HasPrefix(source, "data:") {
		source = "inside the text"
	}
	for _, part := range []string{alt, source} {
		if part = strings.TrimSpace(part); part != "" {
			if !strings.HasSuffix(what, ",") {
				what += ":"
			}
			what += " " + EscapeMarkdown(part) + ","
		}
	}
	return "*(" + strings.TrimSuffix(what, ",") + ")*"
}

// flush makes a block of the pending text.
func (s *scanner) flush() {
	if len(s.pending) == 0 {
		return
	}
	r := repair{caption: s.caption, out: s.repaired[:0]}
	for i, l := range s.pending {
		next := ""
		if i+1 < len(s.pending) {
			next = s.pending[i+1].text
		}
		r.add(l, next)
	}
	s.pending, s.size = s.pending[:0], 0
	s.repaired = r.out
	lines := trimBlank(r.out)
	if len(lines) == 0 {
		return
	}
	size := 0
	for _, l := range lines {
		size += len(l.text) + 1
	}
	var b strings.Builder
	b.Grow(size)
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	s.add(Block{Kind: Text, Source: b.String(), Line: lines[0].number})
}

func trimBlank(lines []line) []line {
	for len(lines) > 0 && blank(lines[0].text) {
		lines = lines[1:]
	}
	for len(lines) > 0 && blank(lines[len(lines)-1].text) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// add puts a block where it belongs: into the innermost open fold or the
// current section.
func (s *scanner) add(b Block) {
	if n := len(s.open); n > 0 {
		s.open[n-1].block.Blocks = append(s.open[n-1].block.Blocks, b)
		return
	}
	section := &s.doc.Sections[len(s.doc.Sections)-1]
	section.Blocks = append(section.Blocks, b)
}
