package prose

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/parser"

	"netsplit/content"
	"netsplit/tui/theme"
	"netsplit/tui/widget"
)

// Flow is a document as a row of chunks.
type Flow struct {
	doc    *content.Document
	chunks []chunk
	o      Options
	parser parser.Parser
	cache  map[cacheKey]*Piece
	order  []cacheKey // oldest first, to bound the cache
	folds  map[string]bool
}

// Options say how a document is laid out.
type Options struct {
	ASCII bool // bullets and rules without Unicode
	Print bool // for paper or a pipe: folds open, addresses written out
	// Live draws a live block; nil draws it as far as print can.
	Live func(b *content.Block, width int) *Piece
}

// maxCached bounds the laid out chunks that are kept.
const maxCached = 400

type cacheKey struct{ chunk, width int }

// chunk is a heading (block < 0) or one block of a section.
type chunk struct{ section, block int }

// New prepares a document. Nothing is parsed yet.
func New(doc *content.Document, o Options) *Flow {
	f := &Flow{doc: doc, o: o, parser: content.NewParser(), cache: map[cacheKey]*Piece{}, folds: map[string]bool{}}
	for s := range doc.Sections {
		section := &doc.Sections[s]
		if section.Title != "" {
			f.chunks = append(f.chunks, chunk{s, -1})
		}
		for i := range section.Blocks {
			f.chunks = append(f.chunks, chunk{s, i})
		}
	}
	return f
}

// Len is the number of chunks.
func (f *Flow) Len() int { return len(f.chunks) }

// Section is the section that a chunk belongs to.
func (f *Flow) Section(i int) int { return f.chunks[i].section }

// Block is the block of a chunk, nil for a heading.
func (f *Flow) Block(i int) *content.Block {
	c := f.chunks[i]
	if c.block < 0 {
		return nil
	}
	return &f.doc.Sections[c.section].Blocks[c.block]
}

// First is the first chunk of a section, its heading if it has one. A section
// without any text gives the chunk after it.
func (f *Flow) First(section int) int {
	low, high := 0, len(f.chunks)
	for low < high {
		mid := (low + high) / 2
		if f.chunks[mid].section < section {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return min(low, max(0, len(f.chunks)-1))
}

// Source is the Markdown of a chunk, for a quick look whether a word is in it.
func (f *Flow) Source(i int) string {
	b := f.Block(i)
	if b == nil {
		return f.doc.Sections[f.chunks[i].section].Title
	}
	if b.Kind != content.Fold {
		return b.Source
	}
	var all strings.Builder
	foldSource(&all, b)
	return all.String()
}

func foldSource(w *strings.Builder, b *content.Block) {
	w.WriteString(b.Name + "\n" + b.Source + "\n")
	for i := range b.Blocks {
		foldSource(w, &b.Blocks[i])
	}
}

// Chunk lays a chunk out at a width. It ends with an empty line where one
// belongs before the next chunk.
func (f *Flow) Chunk(i, width int) *Piece {
	key := cacheKey{i, width}
	if p, ok := f.cache[key]; ok {
		return p
	}
	p := f.layOut(i, width)
	if len(f.order) >= maxCached {
		delete(f.cache, f.order[0])
		f.order = f.order[1:]
	}
	f.cache[key] = p
	f.order = append(f.order, key)
	return p
}

// Refresh drops all layouts, after live blocks changed.
func (f *Flow) Refresh() {
	clear(f.cache)
	f.order = f.order[:0]
}

// Forget drops the layout of a chunk, after its live block changed.
func (f *Flow) Forget(i int) {
	for key := range f.cache {
		if key.chunk == i {
			f.cache[key] = f.layOut(i, key.width)
		}
	}
}

// Toggle opens or closes the fold of a target.
func (f *Flow) Toggle(i int, key string) {
	f.folds[key] = !f.folds[key]
	f.Forget(i)
}

// OpenFolds opens all folds of a chunk, so that a search can show what it
// found in one.
func (f *Flow) OpenFolds(i int) {
	changed := false
	var walk func(b *content.Block)
	walk = func(b *content.Block) {
		if b.Kind != content.Fold {
			return
		}
		if key := foldKey(b); !f.folds[key] {
			f.folds[key], changed = true, true
		}
		for i := range b.Blocks {
			walk(&b.Blocks[i])
		}
	}
	if b := f.Block(i); b != nil {
		walk(b)
	}
	if changed {
		f.Forget(i)
	}
}

func foldKey(b *content.Block) string { return fmt.Sprintf("%d:%s", b.Line, b.Name) }

func (f *Flow) layOut(i, width int) *Piece {
	b := &builder{piece: &Piece{}, width: max(1, width), glyph: theme.GlyphSet(f.o.ASCII), print: f.o.Print}
	if block := f.Block(i); block != nil {
		f.block(b, block)
	} else {
		section := f.doc.Sections[f.chunks[i].section]
		f.heading(b, section)
		if section.Level > 2 && i+1 < len(f.chunks) && f.chunks[i+1].block >= 0 {
			return b.piece // a small heading stands on its text
		}
	}
	if len(b.piece.Lines) > 0 {
		b.gap()
	}
	return b.piece
}

// heading draws a section's title. Rules and bold, not colour alone, tell the
// levels apart.
func (f *Flow) heading(b *builder, s content.Section) {
	look := Heading3
	switch s.Level {
	case 0, 1:
		look = Heading1
	case 2:
		look = Heading2
	case 3:
	default:
		look = Heading3 | Emph
	}
	root, src := f.doc.Parse(f.parser, strings.TrimSpace(s.Title))
	b.src = src
	if p := root.FirstChild(); p != nil && p.NextSibling() == nil && p.Kind().String() == "Paragraph" {
		b.wrap(b.inline(p, look, 0))
	} else { // "1. Load balancing" would be a list
		b.wrap([]Span{{s.Title, look, 0}})
	}
	switch s.Level {
	case 0, 1:
		b.emit(Line{{strings.Repeat(b.glyph.Double, b.width), Border | Margin, 0}})
	case 2:
		widest := 0
		for _, l := range b.piece.Lines {
			widest = max(widest, spanWidth(l))
		}
		b.emit(Line{{strings.Repeat(b.glyph.Line, min(b.width, widest)), Border | Margin, 0}})
	}
}

func (f *Flow) block(b *builder, block *content.Block) {
	switch block.Kind {
	case content.Text:
		root, src := f.doc.Parse(f.parser, block.Source)
		b.src = src
		b.blocks(root, 0, false)
	case content.Fold:
		f.fold(b, block)
	case content.Diagram:
		f.diagram(b, block)
	default:
		f.live(b, block)
	}
}

// fold draws the summary and, when open, what it hides.
func (f *Flow) fold(b *builder, block *content.Block) {
	key := foldKey(block)
	open := f.folds[key] || f.o.Print
	mark := b.glyph.Closed
	if open {
		mark = b.glyph.Open
	}
	name := strings.TrimSpace(block.Name)
	if name == "" {
		name = "Details"
	}
	t := 0
	if !f.o.Print {
		t = b.piece.add(Target{Kind: FoldTarget, Key: key})
	}
	from := len(b.piece.Lines)
	end := b.push(Span{Text: mark + " ", Look: Accent}, Span{Text: "  "})
	b.wrap([]Span{{name, Strong, t}})
	end()
	b.place(from)
	if !open {
		return
	}
	end = b.push(Span{Text: b.glyph.Vertical + " ", Look: Border}, Span{Text: b.glyph.Vertical + " ", Look: Border})
	defer end()
	for i := range block.Blocks {
		if i > 0 {
			b.gap()
		}
		f.block(b, &block.Blocks[i])
	}
}

// diagram draws plain text as it is; lines that don't fit are cut into parts,
// like code.
func (f *Flow) diagram(b *builder, block *content.Block) {
	for line := range strings.SplitSeq(strings.Trim(block.Source, "\n"), "\n") {
		for _, part := range widget.Parts(line, b.room()) {
			b.emit(Line{{part, Accent, 0}})
		}
	}
}

// live draws a block that the reader's page knows more about than a document.
func (f *Flow) live(b *builder, block *content.Block) {
	bar := Span{Text: b.glyph.Bar + " ", Look: Accent}
	end := b.push(bar, bar)
	defer end()
	var piece *Piece
	if f.o.Live != nil {
		piece = f.o.Live(block, b.room())
	}
	if piece == nil {
		piece = Static(block, b.room())
	}
	shift, line := len(b.piece.Targets), len(b.piece.Lines)
	for _, t := range piece.Targets {
		t.Line += line
		b.piece.Targets = append(b.piece.Targets, t)
	}
	for _, l := range piece.Lines {
		moved := make(Line, len(l))
		for i, s := range l {
			if s.Target > 0 {
				s.Target += shift
			}
			moved[i] = s
		}
		b.emit(moved)
	}
}

// HasFolds reports whether a chunk is a fold.
func (f *Flow) HasFolds(i int) bool {
	b := f.Block(i)
	return b != nil && b.Kind == content.Fold
}
