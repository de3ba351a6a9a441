package engine

// Array is an array of disks.
type Array struct {
	Component string
	Level     int
	Usable    int64 // bytes
	Survives  int   // disks that may still break, whichever they are
	Disks     []ArrayDisk
}

// ArrayDisk is one of them.
type ArrayDisk struct {
	Node      string
	State     string  // good, broken, rebuilding; unknown while the controller is down
	Rebuilt   float64 // share of the stripes
	Transfers int
}
