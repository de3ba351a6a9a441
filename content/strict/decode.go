package strict

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// MaxBytes is the longest text that Decode reads. Nobody writes more by hand,
// and a parser that recurses must not be fed without a bound.
const MaxBytes = 256 << 10

// Decode reads one YAML document into target, a pointer to a struct, map or
// slice. path and firstLine say where src stands, for messages; firstLine is
// the number of its first line.
func Decode(path string, firstLine int, src string, target any) (err error) {
	place := func(n int, message, cure string) error {
		e := &Error{Path: path, Message: message, Cure: cure}
		if n > 0 {
			e.Line, e.Excerpt = firstLine+n-1, excerpt(src, n)
		}
		return e
	}
	src = strings.TrimPrefix(src, "\ufeff") // some editors on Windows begin with it
	if strings.ContainsRune(src, 0) {
		return &Error{Path: path, Line: firstLine, Message: "this is a binary file, not text", Cure: "name a text file"}
	}
	if !utf8.ValidString(src) {
		return &Error{Path: path, Line: firstLine, Message: "this is not UTF-8 text", Cure: "save the file as UTF-8"}
	}
	if len(src) > MaxBytes {
		return place(1, fmt.Sprintf("%d bytes of YAML are more than the %d that can be read", len(src), MaxBytes), "split it")
	}
	if depth := nesting(src); depth > maxDepth {
		return place(1, fmt.Sprintf("the YAML is nested %d deep", depth), fmt.Sprintf("at most %d levels can be read", maxDepth))
	}
	defer func() { // the parser is not ours: whatever it does with hostile input, we answer with an error
		if r := recover(); r != nil {
			err = place(1, "this is not valid YAML", "check the brackets, quotes and indentation")
		}
	}()
	file, err := parser.ParseBytes([]byte(src), 0)
	if err != nil {
		return syntax(err, place)
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			return place(line(doc.Body), "a second YAML document begins here", "keep one document; remove the line ---")
		}
		body = doc.Body
	}
	if body == nil {
		return place(1, "there is nothing here", "write keys and values: "+strings.Join(keysOf(reflect.TypeOf(target).Elem()), " "))
	}
	if n, message, cure := check(body, reflect.TypeOf(target).Elem()); message != "" {
		return place(n, message, cure)
	}
	if err := yaml.NodeToValue(body, target); err != nil {
		return syntax(err, place)
	}
	return nil
}

// NodeError is a mistake that a type finds which reads its YAML itself.
type NodeError struct {
	Node          ast.Node
	Message, Cure string
}

// Error is the mistake and its cure.
func (e *NodeError) Error() string { return e.Message + ": " + e.Cure }

// syntax turns the YAML library's error into ours.
func syntax(err error, place func(int, string, string) error) error {
	var wrong *NodeError
	if errors.As(err, &wrong) {
		return place(line(wrong.Node), wrong.Message, wrong.Cure)
	}
	var e yaml.Error
	if errors.As(err, &e) && e.GetToken() != nil && e.GetToken().Position != nil {
		message := e.GetMessage()
		cure := "check the indentation; put text with a colon or a quote in it between double quotes"
		switch {
		case strings.Contains(message, "already defined"):
			message, cure = "a key is given twice", "keep one of them"
		case strings.Contains(message, "not found"):
			cure = "check the brackets and quotes"
		case strings.Contains(message, "cannot unmarshal"):
			message, cure = "the value has the wrong form: "+plainTypes(message), "look at how the other files of this kind write it"
		}
		return place(e.GetToken().Position.Line, message, cure)
	}
	return place(1, "this is not valid YAML: "+Shorten(err.Error(), 200), "check the brackets, quotes and indentation")
}

// plainTypes says Go's types in words.
func plainTypes(message string) string {
	message = strings.TrimPrefix(message, "cannot unmarshal ")
	if _, after, ok := strings.Cut(message, "into Go value of type "); ok {
		return "expected " + words(after)
	}
	if before, after, ok := strings.Cut(message, " into Go struct field "); ok {
		_, kind, _ := strings.Cut(after, " of type ")
		return "got " + words(before) + ", expected " + words(kind)
	}
	return message
}

func words(kind string) string {
	switch {
	case strings.HasPrefix(kind, "int"), strings.HasPrefix(kind, "uint"):
		return "a whole number"
	case strings.HasPrefix(kind, "float"):
		return "a number"
	case strings.HasPrefix(kind, "[]"), strings.Contains(kind, "[]interface"):
		return "a list"
	case kind == "string":
		return "text"
	case kind == "bool":
		return "true or false"
	case strings.HasPrefix(kind, "map["), strings.Contains(kind, "."):
		return "keys and values"
	}
	return kind
}

// check walks the YAML beside the Go type and reports the first unknown or
// repeated key.
func check(n ast.Node, t reflect.Type) (lineNumber int, message, cure string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[yaml.NodeUnmarshaler]()) {
		t = reflect.TypeFor[any]() // it knows its keys itself
	}
	switch n := n.(type) {
	case *ast.AliasNode, *ast.AnchorNode, *ast.MergeKeyNode:
		return line(n), "anchors and aliases (& * <<) are not read", "write the value out"
	case *ast.MappingNode:
		return checkMapping(n.Values, t)
	case *ast.MappingValueNode:
		return checkMapping([]*ast.MappingValueNode{n}, t)
	case *ast.SequenceNode:
		inner := t
		if t.Kind() == reflect.Slice {
			inner = t.Elem()
		} else if t.Kind() != reflect.Interface {
			return 0, "", "" // the decoder says what is wrong
		}
		for _, value := range n.Values {
			if at, message, cure := check(value, inner); message != "" {
				return at, message, cure
			}
		}
	}
	return 0, "", ""
}

func checkMapping(values []*ast.MappingValueNode, t reflect.Type) (lineNumber int, message, cure string) {
	fields := fieldsOf(t)
	var seen []string
	for _, value := range values {
		key := strings.Trim(value.Key.String(), `"'`)
		if slices.Contains(seen, key) {
			return line(value.Key), "the key " + Shorten(key, 40) + " is given twice", "keep one of them"
		}
		seen = append(seen, key)
		var inner reflect.Type
		switch t.Kind() {
		case reflect.Struct:
			field, ok := fields[key]
			if !ok {
				return line(value.Key), "unknown key " + Shorten(key, 40), DidYouMean(key, keysOf(t))
			}
			inner = field
		case reflect.Map:
			inner = t.Elem()
		case reflect.Interface:
			inner = t
		default:
			return line(value.Key), "keys and values where " + words(t.String()) + " is expected",
				"put text with a colon in it between double quotes"
		}
		if at, message, cure := check(value.Value, inner); message != "" {
			return at, message, cure
		}
	}
	return 0, "", ""
}

func line(n ast.Node) int {
	if token := n.GetToken(); token != nil && token.Position != nil {
		return token.Position.Line
	}
	return 0
}

// excerpt is line n of src.
func excerpt(src string, n int) string {
	for ; n > 1; n-- {
		_, rest, ok := strings.Cut(src, "\n")
		if !ok {
			return ""
		}
		src = rest
	}
	head, _, _ := strings.Cut(src, "\n")
	return strings.TrimRight(head, " ")
}

const maxDepth = 40

// nesting is how deep brackets and indentation go, at most.
func nesting(src string) int {
	depth, deepest := 0, 0
	for text := range strings.Lines(src) {
		trimmed := strings.TrimLeft(text, " -")
		deepest = max(deepest, (len(text)-len(trimmed))/2)
		for i := range len(trimmed) {
			switch trimmed[i] {
			case '[', '{':
				depth++
				deepest = max(deepest, depth)
			case ']', '}':
				depth = max(depth-1, 0)
			}
		}
	}
	return deepest
}
