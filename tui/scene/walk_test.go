package scene

import "testing"

// A lookup meets the owners of its key one after another: in the middle of the
// walk the last is not marked, at its end all are, and so they are at rest.
func TestWalkMeetsOwners(t *testing.T) {
	marked := func(walking bool, share float64) int {
		v := fixtureView()
		v.Walking, v.Walk = walking, share
		c := Ring(v, 46, 23)
		n := 0
		for y := range c.Height {
			for x := range c.Width {
				if _, role := c.At(x, y); role&Bold != 0 && role&Reverse != 0 && role&^(Bold|Reverse) >= Owner {
					n++
				}
			}
		}
		return n
	}
	start, middle, end, rest := marked(true, 0), marked(true, .5), marked(true, 1), marked(false, 0)
	if start != 0 || middle >= end || end != 3 || rest != 3 {
		t.Errorf("at the start %d, in the middle %d, at the end %d, at rest %d owners are marked", start, middle, end, rest)
	}
}
