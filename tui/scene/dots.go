package scene

import "math"

// Dots is a finer grid over a canvas: two by four dots a cell, drawn as
// braille. In a terminal a cell is about twice as high as wide, so the dots
// are square and circles look round. In ASCII mode each cell with a dot shows
// one plain character.
type Dots struct {
	w, h  int // in cells
	bits  []uint8
	roles []Role
}

// NewDots returns a grid for w by h cells.
func NewDots(w, h int) *Dots {
	w, h = max(w, 0), max(h, 0)
	return &Dots{w: w, h: h, bits: make([]uint8, w*h), roles: make([]Role, w*h)}
}

// Set lights the dot at column x, row y, counted in dots.
func (d *Dots) Set(x, y int, role Role) {
	if x < 0 || y < 0 || x >= d.w*2 || y >= d.h*4 {
		return
	}
	i := y/4*d.w + x/2
	d.bits[i] |= brailleBit(x%2, y%4)
	d.roles[i] = role
}

// brailleBit is the bit of a dot in its cell. The first six dots were numbered
// down the columns; the fourth row was added later, hence the odd order.
func brailleBit(x, y int) uint8 {
	if y == 3 {
		return 0x40 << x
	}
	return 1 << (y + 3*x)
}

// Draw writes the dots to the canvas; cells without dots stay as they are.
func (d *Dots) Draw(c *Canvas, x, y int, ascii bool) {
	for i, bits := range d.bits {
		if bits == 0 {
			continue
		}
		r := rune(0x2800) + rune(bits)
		if ascii {
			r = '.'
			if bits&(bits-1) != 0 {
				r = 'o'
			}
		}
		c.Set(x+i%d.w, y+i/d.w, d.roles[i], r)
	}
}

// polar is the point at a fraction of the circle, clockwise from the top.
func polar(cx, cy, radius, fraction float64) (x, y float64) {
	sin, cos := math.Sincos(2 * math.Pi * fraction)
	return cx + radius*sin, cy - radius*cos
}
