package queue

import "netsplit/engine/sim"

// Contents are what a queue holds, for measuring and drawing. Those of a queue
// that does not run are what is on its disk.
type Contents struct{ shelf *shelf }

// Look returns the contents of a running broker, or of a disk when there is none.
func Look(n *Node, d *sim.Disk) Contents {
	if n != nil {
		return Contents{n.shelf}
	}
	if s, ok := d.Content.(*shelf); ok {
		return Contents{s}
	}
	return Contents{newShelf()}
}

// Total is how many jobs there are, dead letters apart.
func (c Contents) Total() int { return len(c.shelf.jobs) }

// InFlight is how many of them workers have.
func (c Contents) InFlight() int { return c.shelf.flying }

// Delayed is how many wait for their time.
func (c Contents) Delayed() int { return c.shelf.delayed }

// Dead are the dead letters, in the order of their deaths.
func (c Contents) Dead() []*Job { return c.shelf.dead }

// Dropped is how many dead letters were dropped for want of room.
func (c Contents) Dropped() int { return c.shelf.buried }

// Jobs are all jobs by number.
func (c Contents) Jobs() []*Job { return c.shelf.sorted() }

// Holds reports whether a job is there, dead letters apart.
func (c Contents) Holds(job uint64) bool { return c.shelf.jobs[job] != nil }

// Oldest is the job that was sent first; false: there is none.
func (c Contents) Oldest() (*Job, bool) {
	var oldest *Job
	for _, j := range c.shelf.jobs { // order-free: the least number
		if oldest == nil || j.ID < oldest.ID {
			oldest = j
		}
	}
	return oldest, oldest != nil
}
