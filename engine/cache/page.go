package cache

import (
	"fmt"
	"strconv"
	"strings"
)

// At query level an entry is the result of a query that reads a page of
// neighbouring objects: with pages of 10, key-17 is on the page key-11..key-20.
// One read of the store's ten objects serves reads of all ten, and a write of
// any of them makes the whole result worthless. A key without a number is a
// query of its own.

// name is the entry that answers for a key.
func (n *Node) name(key string) string {
	if prefix, first, ok := n.pageOf(key); ok {
		return fmt.Sprintf("%s%d..%d", prefix, first, first+n.config.Page-1)
	}
	return key
}

// needs are the keys that must be read to answer for a key.
func (n *Node) needs(key string) []string {
	prefix, first, ok := n.pageOf(key)
	if !ok {
		return []string{key}
	}
	keys := make([]string, n.config.Page)
	for i := range keys {
		keys[i] = prefix + strconv.Itoa(first+i)
	}
	return keys
}

func (n *Node) pageOf(key string) (prefix string, first int, ok bool) {
	if n.config.Page <= 1 {
		return "", 0, false
	}
	prefix = strings.TrimRight(key, "0123456789")
	digits := key[len(prefix):]
	number, err := strconv.Atoi(digits)
	if err != nil || number < 1 || number > 1<<40 || strconv.Itoa(number) != digits {
		return "", 0, false
	}
	return prefix, (number-1)/n.config.Page*n.config.Page + 1, true
}
