package availability

import (
	"strconv"
	"strings"

	"netsplit/calc/unit"
)

// node is a design as a tree. A part has a name; all other nodes have
// children, of which need must work.
type node struct {
	name     string
	need     int
	children []*node
	// copies is how many independent copies of the one child there are, in
	// 2of3(node); 0 where the children are different things.
	copies int
}

// The bounds of a design.
const (
	longestDesign = 1000
	deepestDesign = 30
	mostCopies    = 1000
	mostLeaves    = 2000 // counting every copy
)

type designParser struct {
	text, rest string
	depth      int
}

// parseDesign reads & (all needed), | (one needed), k of n, brackets and names.
// & binds closer than |.
func parseDesign(text string) (*node, error) {
	p := &designParser{text: text, rest: strings.TrimSpace(text)}
	switch {
	case p.rest == "":
		return nil, p.fail("is empty", "write one such as 'web & (db | queue)'")
	case len(text) > longestDesign:
		return nil, p.fail("is too long", "use at most "+strconv.Itoa(longestDesign)+" letters")
	}
	root, err := p.either()
	if err != nil {
		return nil, err
	}
	if p.rest != "" {
		return nil, p.fail("has "+unit.Quote(p.rest)+" after its end", "put & or | between parts, and close every bracket")
	}
	if root.leaves() > mostLeaves {
		return nil, p.fail("has too many parts", "use at most "+strconv.Itoa(mostLeaves)+", counting every copy")
	}
	if len(repeated(root)) > mostShared {
		return nil, p.fail("repeats too many names", "let at most "+strconv.Itoa(mostShared)+" names stand in several places")
	}
	return root, nil
}

func (p *designParser) fail(problem, cure string) error {
	return &unit.Error{Argument: "design", Text: p.text, Problem: problem, Cure: cure}
}

// take reads one of several signs, the longest first.
func (p *designParser) take(signs ...string) bool {
	for _, s := range signs {
		if rest, ok := strings.CutPrefix(p.rest, s); ok {
			p.rest = strings.TrimSpace(rest)
			return true
		}
	}
	return false
}

func (p *designParser) either() (*node, error) { return p.list(p.all, 1, "||", "|") }

func (p *designParser) all() (*node, error) { return p.list(p.one, 0, "&&", "&") }

// list reads children between signs; need 0 means all of them.
func (p *designParser) list(child func() (*node, error), need int, signs ...string) (*node, error) {
	n := &node{need: need}
	for {
		c, err := child()
		if err != nil {
			return nil, err
		}
		n.children = append(n.children, c)
		if !p.take(signs...) {
			break
		}
	}
	if len(n.children) == 1 {
		return n.children[0], nil
	}
	if need == 0 {
		n.need = len(n.children)
	}
	return n, nil
}

func (p *designParser) one() (*node, error) {
	if p.depth++; p.depth > deepestDesign {
		return nil, p.fail("is nested too deeply", "use at most "+strconv.Itoa(deepestDesign)+" brackets")
	}
	defer func() { p.depth-- }()
	if p.take("(") {
		n, err := p.either()
		if err == nil && !p.take(")") {
			err = p.fail("has a ( without a )", "close the bracket")
		}
		return n, err
	}
	if k, n, rest, ok := kOfN(p.rest); ok {
		p.rest = strings.TrimSpace(rest)
		return p.some(k, n)
	}
	length := nameLength(p.rest)
	if length == 0 {
		at := "ends where a part should be"
		if p.rest != "" {
			at = "has " + unit.Quote(p.rest) + " where a part should be"
		}
		return nil, p.fail(at, "write names with & and |, such as 'web & (db | queue)'")
	}
	n := &node{name: p.rest[:length]}
	p.rest = strings.TrimSpace(p.rest[length:])
	return n, nil
}

// kOfN reads the 2of3 of 2of3(node).
func kOfN(text string) (k, n int, rest string, ok bool) {
	first := leadingDigits(text)
	after, found := strings.CutPrefix(strings.TrimSpace(text[first:]), "of")
	if first == 0 || !found {
		return 0, 0, text, false
	}
	after = strings.TrimSpace(after)
	second := leadingDigits(after)
	if second == 0 {
		return 0, 0, text, false
	}
	return smallInt(text[:first]), smallInt(after[:second]), after[second:], true
}

func leadingDigits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// smallInt is a number, or one that is too large for anything.
func smallInt(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil || n > mostCopies {
		return mostCopies + 1
	}
	return n
}

// some reads what 2of3 is about: one thing in three copies, or three things.
func (p *designParser) some(k, n int) (*node, error) {
	name := strconv.Itoa(k) + "of" + strconv.Itoa(n)
	switch {
	case n > mostCopies:
		return nil, p.fail("has too many copies", "use at most "+strconv.Itoa(mostCopies))
	case k < 1 || k > n:
		return nil, p.fail("needs "+strconv.Itoa(k)+" of "+strconv.Itoa(n), "need at least 1 and at most all, such as 2of3(node)")
	case !p.take("("):
		return nil, p.fail("has "+name+" without brackets", "write "+name+"(node)")
	}
	var list []*node
	for {
		c, err := p.either()
		if err != nil {
			return nil, err
		}
		if list = append(list, c); !p.take(",") {
			break
		}
	}
	if !p.take(")") {
		return nil, p.fail("has a ( without a )", "close the bracket")
	}
	switch len(list) {
	case 1:
		return &node{need: k, children: list, copies: n}, nil
	case n:
		return &node{need: k, children: list}, nil
	}
	return nil, p.fail("has "+strconv.Itoa(len(list))+" parts in "+name, "give one to be copied, or "+strconv.Itoa(n))
}

// nameLength is the length of the name at the front of text: letters, digits,
// - and _, with a letter first.
func nameLength(text string) int {
	n := 0
	for n < len(text) {
		c := text[n]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !letter && (n == 0 || c != '-' && c != '.' && (c < '0' || c > '9')) {
			break
		}
		n++
	}
	return n
}

// leaves counts the parts with every copy, up to a little over the bound.
func (n *node) leaves() int {
	if n.name != "" {
		return 1
	}
	total := 0
	for _, c := range n.children {
		total += c.leaves()
	}
	if n.copies > 0 {
		total *= n.copies
	}
	return min(total, mostLeaves+1)
}

// write is the design as text, with the brackets it needs.
func write(n *node) string {
	if n.name != "" {
		return n.name
	}
	var parts []string
	sign := ", "
	switch {
	case n.copies > 0 || n.need > 1 && n.need < len(n.children):
	case n.need == 1:
		sign = " | "
	default:
		sign = " & "
	}
	for _, c := range n.children {
		text := write(c)
		if sign == " & " && c.name == "" && c.copies == 0 && c.need == 1 {
			text = "(" + text + ")"
		}
		parts = append(parts, text)
	}
	text := strings.Join(parts, sign)
	if sign == ", " {
		return strconv.Itoa(n.need) + "of" + strconv.Itoa(max(n.copies, len(n.children))) + "(" + text + ")"
	}
	return text
}

// namesIn lists the names of a design in their order, each once.
func namesIn(n *node) []string {
	var names []string
	seen := map[string]bool{}
	var walk func(*node)
	walk = func(n *node) {
		if n.name != "" && !seen[n.name] {
			seen[n.name] = true
			names = append(names, n.name)
		}
		for _, c := range n.children {
			walk(c)
		}
	}
	walk(n)
	return names
}
