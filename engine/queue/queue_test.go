package queue

import (
	"testing"
	"time"
)

// TestPause: the rest before a retry doubles, up to a bound, and stays nothing
// where none is asked for.
func TestPause(t *testing.T) {
	for _, c := range []struct {
		first time.Duration
		tries int
		want  time.Duration
	}{
		{0, 1, 0}, {0, 30, 0}, {0, 1000, 0},
		{time.Second, 1, time.Second}, {time.Second, 2, 2 * time.Second}, {time.Second, 4, 8 * time.Second},
		{time.Second, 30, longestDelay}, {time.Second, 1000, longestDelay},
	} {
		config := Config{RetryDelay: c.first}
		if got := config.pause(c.tries); got != c.want {
			t.Errorf("after try %d of %s: %s, want %s", c.tries, c.first, got, c.want)
		}
	}
}
