package availability

import (
	"math/big"

	"netsplit/calc/unit"
)

// Structure is a design as a question about the present: which parts there are,
// and whether the whole works while some of them do. A simulation asks it at
// every failure.
type Structure struct {
	Parts []Member
	root  branch
}

// Member is one part, or one copy of it: 2of3(node) has three.
type Member struct {
	Name         string
	Availability unit.Ratio
	// MTBF and MTTR are zero where only the availability was given.
	MTBF, MTTR unit.Duration
}

// branch is a part, or some of several branches.
type branch struct {
	part     int // index into Parts; -1: a branch with children
	need     int
	children []branch
}

// StructureOf reads the fields design and parts. Errors are *unit.Error.
func StructureOf(values map[string]string) (Structure, error) {
	root, err := parseDesign(values["design"])
	if err != nil {
		return Structure{}, err
	}
	list, err := parseParts(values["parts"])
	if err != nil {
		return Structure{}, err
	}
	if err := match(namesIn(root), list); err != nil {
		return Structure{}, err
	}
	s := Structure{}
	parts := map[string]part{}
	for _, p := range list {
		parts[p.name] = p
	}
	s.root = s.grow(root, parts, map[string]int{})
	return s, nil
}

// grow turns a node into a branch. A name that stands twice is one part; in
// each copy of a group it is another.
func (s *Structure) grow(n *node, parts map[string]part, known map[string]int) branch {
	if n.name != "" {
		i, ok := known[n.name]
		if !ok {
			i = len(s.Parts)
			known[n.name] = i
			p := parts[n.name]
			s.Parts = append(s.Parts, Member{p.name, unit.RatioOf(new(big.Rat).Set(p.value)), p.mtbf, p.mttr})
		}
		return branch{part: i}
	}
	b := branch{part: -1, need: n.need}
	for range n.copies {
		b.children = append(b.children, s.grow(n.children[0], parts, map[string]int{}))
	}
	if n.copies == 0 {
		for _, c := range n.children {
			b.children = append(b.children, s.grow(c, parts, known))
		}
	}
	return b
}

// Works reports whether the design works with these parts up.
func (s Structure) Works(up []bool) bool { return s.root.works(up) }

func (b branch) works(up []bool) bool {
	if b.part >= 0 {
		return up[b.part]
	}
	n := 0
	for _, c := range b.children {
		if c.works(up) {
			n++
		}
	}
	return n >= b.need
}
