package scaling

// Nodes are the machines that pods run on, each with room for so many. A pod
// without room waits until the cluster has ordered another machine.
type Nodes struct {
	Room        int // pods on one
	Least, Most int
	Up, Coming  int
}

// Fit is how many more pods have room now.
func (n *Nodes) Fit(placed int) int { return max(0, n.Up*n.Room-placed) }

// Order is how many machines to order for the pods that have no room.
func (n *Nodes) Order(placed, waiting int) int {
	need := (placed + waiting + n.Room - 1) / n.Room
	return max(0, min(need, n.Most)-n.Up-n.Coming)
}

// Spare is how many machines could go: the pods would fit on the others.
func (n *Nodes) Spare(placed, waiting int) int {
	need := max((placed+waiting+n.Room-1)/n.Room, n.Least)
	return max(0, n.Up-need)
}
