package scenario

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// tree turns the text into YAML nodes, or reports why not. YAML has parts that
// a scenario never needs and that make a document mean something else than it
// seems to: anchors, aliases, merge keys, tags and several documents. They are
// refused by their tokens, before the (recursive) parser runs.
func (r *reader) tree() (root ast.Node) {
	defer func() {
		// The YAML library is not ours; whatever it trips over is a bad file,
		// not a crash.
		if p := recover(); p != nil {
			root = nil
			r.fail(place{}, "is not YAML that can be read", "compare it with a built-in scenario: netsplit lab --list")
		}
	}()
	if r.refuseLines() {
		return nil
	}
	tokens := lexer.Tokenize(strings.Join(r.lines, "\n"))
	if r.refuseTokens(tokens) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(err)
		return nil
	}
	var bodies []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil && d.Body.Type() != ast.CommentType {
			bodies = append(bodies, d.Body)
		}
	}
	switch {
	case len(bodies) == 0:
		r.fail(place{}, "holds only comments", "start with: scenario: my-first")
	case len(bodies) > 1:
		r.fail(at(bodies[1].GetToken()), "a second document starts here", "one file holds one scenario: remove the ---")
	default:
		return bodies[0]
	}
	return nil
}

// syntax reports an error of the YAML parser in our form.
func (r *reader) syntax(err error) {
	var s interface {
		GetMessage() string
		GetToken() *token.Token
	}
	if !errors.As(err, &s) {
		r.fail(place{}, "is not valid YAML", "")
		return
	}
	r.fail(at(s.GetToken()), "not valid YAML: "+visible(s.GetMessage()), "check the indentation, and put text with : # , [ { in quotes")
}

// refuseLines looks at the raw lines: tabs and depth by indentation.
func (r *reader) refuseLines() bool {
	for i, line := range r.lines {
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if tab := strings.IndexByte(indent, '\t'); tab >= 0 && strings.TrimSpace(line) != "" {
			r.fail(place{i + 1, tab + 1}, "a tab in the indentation", "YAML indents with spaces")
			return true
		}
		for col, c := range line {
			if c < ' ' && c != '\t' || c == 0x7f || c >= 0x80 && c < 0xa0 {
				r.fail(place{i + 1, 1 + utf8.RuneCountInString(line[:col])}, fmt.Sprintf("a control character (%s)", visible(string(c))), "remove it")
				return true
			}
		}
	}
	return false
}

func (r *reader) refuseTokens(tokens token.Tokens) bool {
	flow, keys := 0, 0
	var columns []int // of the block maps and lists that are open
	content := false  // anything but comments so far
	for i, t := range tokens {
		message, cure := "", ""
		switch t.Type {
		case token.AnchorType, token.AliasType:
			message, cure = fmt.Sprintf("an anchor or alias (%s): scenarios do not have them", quote(strings.TrimSpace(t.Origin))), "write the value out, or put text that starts with & or * in quotes"
		case token.MergeKeyType:
			message, cure = "a merge key (<<): scenarios do not have them", "write the parameters out"
		case token.TagType:
			message, cure = fmt.Sprintf("a tag (%s): scenarios do not have them", quote(t.Value)), "remove it, or put text that starts with ! in quotes"
		case token.DirectiveType:
			message, cure = "a YAML directive: scenarios do not have them", "remove the line"
		case token.MappingKeyType:
			message, cure = "a ? key: scenarios do not have them", "write key: value"
		case token.InvalidType:
			message, cure = "not valid YAML: "+visible(t.Error), "check the quotes and the indentation"
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType:
			columns = open(columns, t.Position.Column)
		case token.DocumentHeaderType:
			if content {
				message, cure = "a second document starts here", "one file holds one scenario: remove the ---"
			}
		case token.MappingValueType:
			if keys++; keys > maxKeysInFile {
				message, cure = fmt.Sprintf("more than %d keys", maxKeysInFile), fmt.Sprintf("a scenario has at most %d components", maxComponents)
			}
			if flow == 0 && i > 0 {
				columns = open(columns, tokens[i-1].Position.Column)
			}
		}
		content = content || t.Type != token.CommentType && t.Type != token.DocumentHeaderType
		if message == "" && flow+len(columns) > maxDepth {
			message, cure = "nested too deep here", "components hold parameters, parameters hold plain values or lists"
		}
		if message != "" {
			r.fail(at(t), message, cure)
			return true
		}
	}
	return false
}

// open closes the blocks that a new one at the column ends, and opens it.
func open(columns []int, column int) []int {
	for len(columns) > 0 && columns[len(columns)-1] >= column {
		columns = columns[:len(columns)-1]
	}
	return append(columns, column)
}

func at(t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{}
	}
	return place{t.Position.Line, t.Position.Column}
}

// entry is one key of a map.
type entry struct {
	key   string
	at    place
	value ast.Node
}

// where is the place of the value, or of the key when there is no value.
func (e entry) where() place {
	if e.value == nil || e.value.Type() == ast.NullType {
		return e.at
	}
	return start(e.value)
}

// start is where a node begins; a block map's own token is its first colon.
func start(n ast.Node) place {
	if m, ok := n.(ast.MapNode); ok {
		if flow, ok := n.(*ast.MappingNode); ok && flow.IsFlowStyle {
			return at(flow.Start)
		}
		if it := m.MapRange(); it.Next() {
			return at(it.Key().GetToken())
		}
	}
	return at(n.GetToken())
}

// entries reads a map that begins at where; what names it in messages. Keys
// are scalars, each once.
func (r *reader) entries(n ast.Node, where place, what, cure string) ([]entry, bool) {
	m, ok := n.(ast.MapNode)
	if !ok {
		r.fail(where, fmt.Sprintf("%s is %s, not a map", what, shape(n)), cure)
		return nil, false
	}
	var list []entry
	seen := map[string]place{}
	for it := m.MapRange(); it.Next(); {
		e := entry{at: at(it.Key().GetToken()), value: it.Value()}
		key, _, ok := scalar(it.Key())
		if !ok {
			r.fail(e.at, fmt.Sprintf("a key of %s is not a plain word", what), cure)
			continue
		}
		e.key = key
		if first, twice := seen[key]; twice {
			r.fail(e.at, fmt.Sprintf("%s is in %s twice", quote(key), what), fmt.Sprintf("the first is on line %d; keep one", first.line))
			continue
		}
		seen[key] = e.at
		list = append(list, e)
	}
	return list, true
}

// scalar is the text of a plain or quoted value, as it was written: 1.50 stays
// 1.50, and yes stays yes.
func scalar(n ast.Node) (text string, where place, ok bool) {
	switch n := n.(type) {
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value), at(n.GetToken()), true
	case *ast.StringNode:
		return n.Value, at(n.GetToken()), true
	case *ast.NullNode, *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode, nil:
		return "", place{}, false
	}
	if t := n.GetToken(); t != nil {
		return t.Value, at(t), true
	}
	return "", place{}, false
}

// shape names what a node is, for messages.
func shape(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a map"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode, nil:
		return "empty"
	}
	return "a plain value"
}
