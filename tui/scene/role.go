package scene

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Role says what a cell means. A Painter turns roles into colours, so that a
// scene knows nothing of themes. Bold and Reverse may be added to any role.
type Role uint8

// The roles.
const (
	Plain Role = iota
	Muted
	Title
	Accent
	Good
	Caution
	Bad
	Border
	BorderFocus
	Owner // the first of OwnerColours roles: Owner+0, Owner+1 …
)

// OwnerColours is how many colours tell the members of a ring apart.
const OwnerColours = 5

// RoleCount is the number of roles without Bold and Reverse.
const RoleCount = int(Owner) + OwnerColours

// Modifiers, added to a role with |.
const (
	Bold    Role = 0x40
	Reverse Role = 0x80
)

// OwnerRole is the colour of the member with this index.
func OwnerRole(index int) Role { return Owner + Role(index%OwnerColours) }

// Styles is one style for each role.
type Styles [RoleCount]lipgloss.Style

// Painter holds the escape sequences of each role, ready to be written. Making
// one costs a hundred small renderings; keep it until the theme changes.
type Painter struct{ open, close [256]string }

// NewPainter prepares the styles. The zero Painter draws without any.
func NewPainter(styles Styles) *Painter {
	p := &Painter{}
	for i, style := range styles {
		for _, modifier := range []Role{0, Bold, Reverse, Bold | Reverse} {
			s := style
			if modifier&Bold != 0 {
				s = s.Bold(true)
			}
			if modifier&Reverse != 0 {
				s = s.Reverse(true)
			}
			before, after, _ := strings.Cut(s.Render("x"), "x")
			p.open[Role(i)|modifier], p.close[Role(i)|modifier] = before, after
		}
	}
	return p
}
