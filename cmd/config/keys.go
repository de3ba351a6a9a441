package config

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"netsplit/content/strict"
)

// OwnKeys are keys by action, and the line of the file that each stands on.
type OwnKeys struct {
	By    map[string][]string
	Lines map[string]int
}

// UnmarshalYAML reads actions with a list of keys, or with one key.
func (k *OwnKeys) UnmarshalYAML(n ast.Node) error {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	case *ast.NullNode:
		return nil
	default:
		return &strict.NodeError{Node: n, Message: "keys wants actions", Cure: "write them below it, as in: quit: [Q, ctrl+q]"}
	}
	k.By, k.Lines = map[string][]string{}, map[string]int{}
	for _, pair := range pairs {
		name := word(pair.Key)
		if pair.Value.Type() == ast.NullType { // "help: #" is a comment, "top: ~" is nothing
			return &strict.NodeError{Node: pair.Key, Message: "after " + name + " stands no key", Cure: "write [] for none; put a key such as # or ~ between quotes"}
		}
		list, ok := keysOf(pair.Value)
		if !ok {
			return &strict.NodeError{Node: pair.Key, Message: "an action has one key or a list of keys", Cure: "as in: quit: [Q, ctrl+q]"}
		}
		k.By[name], k.Lines[name] = list, pair.Key.GetToken().Position.Line
	}
	return nil
}

// keysOf reads one key or a list of them. A digit or a word such as y, which
// YAML reads as something else, is a key as it is written.
func keysOf(n ast.Node) ([]string, bool) {
	switch n := n.(type) {
	case *ast.SequenceNode:
		list := []string{}
		for _, v := range n.Values {
			if _, ok := v.(ast.ScalarNode); !ok {
				return nil, false
			}
			list = append(list, word(v))
		}
		return list, true
	case ast.ScalarNode:
		return []string{word(n)}, true
	}
	return nil, false
}

func word(n ast.Node) string {
	if s, ok := n.(*ast.StringNode); ok {
		return s.Value
	}
	return strings.TrimSpace(n.GetToken().Value)
}
