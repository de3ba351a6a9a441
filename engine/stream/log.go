package stream

import (
	"sort"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"netsplit/engine/clock"
	"netsplit/engine/request"
)

// Record is an entry of the log.
type Record struct {
	Offset    int64
	Number    uint64 // over all partitions, in the order of appending
	Operation uint64
	Body      string
	Terms     request.Terms
	Appended  clock.Time
	Happened  clock.Time // what it tells of: earlier, if it came late
}

func (r Record) size() int { return len(r.Body) + len(r.Terms.Key) + 24 }

// Partition is one log: records in order, the oldest of which may be gone.
type Partition struct {
	First   int64 // offset of the oldest record that is kept
	Records []Record
	Bytes   int
}

// End is the offset of the next record.
func (p *Partition) End() int64 { return p.First + int64(len(p.Records)) }

// from are records from an offset on, at most so many.
func (p *Partition) from(offset int64, most int) []Record {
	i := max(0, offset-p.First)
	if i >= int64(len(p.Records)) {
		return nil
	}
	return p.Records[i:min(i+int64(most), int64(len(p.Records)))]
}

// since is the offset of the first record that was appended at or after a time.
func (p *Partition) since(t clock.Time) int64 {
	return p.First + int64(sort.Search(len(p.Records), func(i int) bool { return p.Records[i].Appended >= t }))
}

// expire drops what is older than the retention, and the oldest beyond the
// size, and returns them. The last record always stays.
func (p *Partition) expire(now clock.Time, age time.Duration, bytes int) []Record {
	n := 0
	for n < len(p.Records)-1 && (age > 0 && now.Sub(p.Records[n].Appended) > age || bytes > 0 && p.Bytes > bytes) {
		p.Bytes -= p.Records[n].size()
		n++
	}
	gone := p.Records[:n]
	if n > 0 {
		p.First += int64(n)
		p.Records = append([]Record(nil), p.Records[n:]...)
	}
	return gone
}

// Log is all partitions, and how far each group is: what is on disk.
type Log struct {
	Partitions []*Partition
	Committed  map[string][]int64 // by group and partition
	turn       int                // of records without a key
}

func newLog(partitions int) *Log {
	l := &Log{Committed: map[string][]int64{}}
	for range partitions {
		l.Partitions = append(l.Partitions, &Partition{})
	}
	return l
}

// place is the partition of a key: always the same. Without a key they take turns.
func (l *Log) place(key string) int {
	if key == "" {
		l.turn++
		return l.turn % len(l.Partitions)
	}
	return int(xxhash.Sum64String(key) % uint64(len(l.Partitions)))
}

// Positions are the offsets that a group has committed.
func (l *Log) Positions(group string) []int64 {
	p := l.Committed[group]
	if p == nil {
		p = make([]int64, len(l.Partitions))
		l.Committed[group] = p
	}
	return p
}

// Lag is how many records of a partition a group has still to do.
func (l *Log) Lag(group string, partition int) int64 {
	p := l.Partitions[partition]
	committed := int64(0)
	if c := l.Committed[group]; c != nil {
		committed = c[partition]
	}
	return p.End() - max(committed, p.First)
}

// Name is a partition's name as a group of records that keep their order.
func Name(partition int) string { return "partition " + strconv.Itoa(partition) }
