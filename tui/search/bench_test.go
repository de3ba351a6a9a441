package search_test

import (
	"testing"

	"netsplit/content"
	"netsplit/tui/search"
)

// How long the index takes, which is built when the search first opens.
func BenchmarkBuild(b *testing.B) {
	lib := content.Embedded()
	for range b.N {
		if _, err := search.Build(lib); err != nil {
			b.Fatal(err)
		}
	}
}
