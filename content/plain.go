package content

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// NewParser returns the Markdown parser for the Source of text blocks:
// CommonMark with GitHub's tables, struck text, task lists and bare links.
// Parsers are not cheap: keep one.
func NewParser() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
}

// Parse parses the Source of a text block of this document, with the link
// definitions of the whole document known. The nodes refer to the returned
// bytes.
func (d *Document) Parse(p parser.Parser, source string) (ast.Node, []byte) {
	src := []byte(source)
	ctx := parser.NewContext()
	for _, ref := range d.References {
		ctx.AddReference(parser.NewReference([]byte(ref.Label), []byte(ref.Destination), nil))
	}
	return p.Parse(text.NewReader(src), parser.WithContext(ctx)), src
}

// Plain is the text of a Markdown source without its marks: what a reader
// sees, and what a search looks through. Blocks end with a line end.
func Plain(p parser.Parser, source string) string {
	doc := Document{}
	root, src := doc.Parse(p, source)
	var b strings.Builder
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		writePlain(&b, n, src, entering)
		return ast.WalkContinue, nil
	})
	return strings.TrimRight(b.String(), "\n")
}

func writePlain(b *strings.Builder, n ast.Node, src []byte, entering bool) {
	switch n := n.(type) {
	case *ast.Text:
		if !entering {
			return
		}
		b.Write(resolved(n.Value(src), n.IsRaw() || isCode(n.Parent())))
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte('\n')
		}
	case *ast.String:
		if entering {
			b.Write(n.Value)
		}
	case *ast.AutoLink:
		if entering {
			b.Write(n.Label(src))
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		if entering {
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				b.Write(line.Value(src))
			}
		}
	case *extast.TableCell:
		if !entering && n.NextSibling() != nil {
			b.WriteByte(' ')
		}
	default:
		if !entering && n.Type() == ast.TypeBlock && !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
	}
}

func isCode(n ast.Node) bool { return n != nil && n.Kind() == ast.KindCodeSpan }

// resolved is text with its backslashes and character references resolved.
func resolved(value []byte, raw bool) []byte {
	if raw {
		return value
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
}
