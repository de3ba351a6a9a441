package prose

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"netsplit/tui/widget"
)

// inline turns the children of a paragraph, heading or cell into spans.
func (b *builder) inline(n ast.Node, look Look, target int) []Span {
	var spans []Span
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		spans = append(spans, b.span(c, look, target)...)
	}
	return spans
}

func (b *builder) span(n ast.Node, look Look, target int) []Span {
	switch n := n.(type) {
	case *ast.Text:
		return b.text(n, look, target)
	case *ast.String:
		return []Span{{widget.Safe(string(n.Value)), look, target}}
	case *ast.CodeSpan:
		return b.inline(n, look|Code, target)
	case *ast.Emphasis:
		if n.Level >= 2 {
			return b.inline(n, look|Strong, target)
		}
		return b.inline(n, look|Emph, target)
	case *extast.Strikethrough:
		return b.inline(n, look|Strike, target)
	case *ast.Link:
		return b.link(n, look, string(n.Destination), target)
	case *ast.AutoLink:
		url := string(n.URL(b.src))
		if target == 0 {
			target = b.piece.add(Target{Kind: LinkTarget, Dest: url})
		}
		return []Span{{widget.Safe(string(n.Label(b.src))), look | LinkLook, target}}
	case *ast.Image: // content has made captions of them; one in a link may remain
		return append([]Span{{"[picture: ", look | Muted, target}}, append(b.inline(n, look|Muted, target), Span{"]", look | Muted, target})...)
	case *ast.RawHTML:
		var raw strings.Builder
		for i := range n.Segments.Len() {
			at := n.Segments.At(i)
			raw.Write(at.Value(b.src))
		}
		return []Span{{widget.Safe(raw.String()), look, target}}
	case *extast.TaskCheckBox:
		box := "[ ] "
		if n.IsChecked {
			box = "[x] "
		}
		return []Span{{box, look | Accent, target}}
	}
	return b.inline(n, look, target)
}

func (b *builder) text(n *ast.Text, look Look, target int) []Span {
	value := n.Value(b.src)
	if look&Code == 0 && !n.IsRaw() {
		value = unescaped(value)
	}
	text := widget.Safe(string(value))
	switch {
	case n.HardLineBreak() || n.SoftLineBreak() && b.opensTerm(n.NextSibling()):
		text += "\n"
	case n.SoftLineBreak():
		text += " "
	}
	return []Span{{text, look, target}}
}

// opensTerm reports whether a line that begins here is a term with its meaning,
// as notes write them: "**CP** - consistency and partition tolerance" or
// "**Cost**: …". Markdown would join such lines into one paragraph; whoever
// wrote them below each other meant a list. Bold words in running text are not
// followed by a dash or a colon.
func (b *builder) opensTerm(n ast.Node) bool {
	term, ok := n.(*ast.Emphasis)
	if !ok || term.Level != 2 {
		return false
	}
	if inside, ok := term.LastChild().(*ast.Text); ok && bytes.HasSuffix(inside.Value(b.src), []byte(":")) {
		return true
	}
	after, ok := term.NextSibling().(*ast.Text)
	if !ok {
		return false
	}
	rest := bytes.TrimLeft(after.Value(b.src), " ")
	for _, mark := range []string{":", "-", "–", "—"} {
		if bytes.HasPrefix(rest, []byte(mark)) {
			return true
		}
	}
	return false
}

// unescaped resolves backslashes and character references, as most text has
// none without a copy.
func unescaped(value []byte) []byte {
	for _, c := range value {
		if c == '\\' || c == '&' {
			return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
		}
	}
	return value
}

// link makes a target of a link. In print, where nothing can be followed, an
// address on another site is written after the text.
func (b *builder) link(n ast.Node, look Look, dest string, target int) []Span {
	if target == 0 {
		target = b.piece.add(Target{Kind: LinkTarget, Dest: dest})
	}
	spans := b.inline(n, look|LinkLook, target)
	if len(spans) == 0 {
		spans = []Span{{widget.Safe(dest), look | LinkLook, target}}
	}
	if b.print && strings.Contains(dest, "://") {
		spans = append(spans, Span{" (" + widget.Safe(dest) + ")", look | Muted, 0})
	}
	return spans
}
