package player

// Fastest is the speed that no computer keeps up with while there is work to do:
// as fast as possible.
const Fastest = 10_000

// Speeds lists the speeds, in virtual seconds a second, slowest first.
func Speeds() []float64 {
	return []float64{.001, .003, .01, .03, .1, .25, .5, 1, 2, 5, 10, 30, 100, 300, 1000, Fastest}
}

// normalSpeed is the index of 1 in Speeds.
const normalSpeed = 7

// Speed is the speed asked for.
func (p *Player) Speed() float64 { return Speeds()[p.speed] }

// Faster moves n speeds up, or down when n is negative.
func (p *Player) Faster(n int) {
	p.speed = max(0, min(p.speed+n, len(Speeds())-1))
	p.behind, p.note = 0, ""
}
