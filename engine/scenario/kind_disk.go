package scenario

import "fmt"

func diskKind() Kind {
	return Kind{Name: "disk", Stores: true, Front: true, problems: diskProblems, Doc: "an array of disks behind a controller (RAID): it keeps keys in blocks, and survives as many disks as its level allows", Members: "disks", Helpers: []string{"controller"}, Params: []Param{
		{Name: "level", Type: TypeText, Default: "5", Allowed: []string{"0", "1", "5", "6", "10"}, Unit: "RAID level", Doc: "0 stripes, 1 mirrors, 5 keeps one parity, 6 keeps two, 10 stripes over mirrored pairs"},
		{Name: "disks", Type: TypeInt, Default: "4", Min: 2, Max: 32, Unit: "disks", Doc: "how many disks the array has; for one that crashed a restart puts in a new, empty one, unless the controller is down as well"},
		{Name: "size", Type: TypeBytes, Default: "64MB", Min: 65536, Max: 1e10, Unit: "bytes", Doc: "room on one disk, in blocks of 64 KiB"},
		{Name: "time", Type: TypeDistribution, Default: "uniform(2ms, 10ms)", Unit: "duration", Doc: "how long a disk takes to read or write one block; it does one at a time"},
		{Name: "rebuild", Type: TypeRate, Default: "50/s", Min: 0.01, Max: 1e5, Unit: "stripes per second", Doc: "how fast a new disk is filled; faster leaves less for the requests"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-3, Max: day, Unit: "duration", Doc: "how long a disk may take before it is asked once more, and then counts as broken"},
		{Name: "queue", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "requests", Doc: "requests that may wait; it refuses more with the error overloaded"},
		zonesParam(),
	}}
}

// leastDisks is how few disks a level needs; package storage has the same, and
// a test keeps the two alike.
var leastDisks = map[string]int{"0": 2, "1": 2, "5": 3, "6": 4, "10": 4}

// diskProblems is what is wrong between the parameters of a disk.
func diskProblems(c Component) []finding {
	level, disks := c.Text("level"), c.Int("disks")
	switch least := leastDisks[level]; {
	case disks < least:
		return []finding{{c.Name, c.blame("disks", "level"), fmt.Sprintf("RAID %s needs at least %d disks, and %s has %d%s", level, least, c.Name, disks, c.byDefault("disks")), fmt.Sprintf("write disks: %d", least)}}
	case level == "10" && disks%2 != 0:
		return []finding{{c.Name, c.blame("disks", "level"), fmt.Sprintf("RAID 10 needs pairs of disks, and %s has %d", c.Name, disks), fmt.Sprintf("write disks: %d", disks+1)}}
	}
	return nil
}
