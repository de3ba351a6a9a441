// Package scene draws a cluster: the ring, the links and what is cut, each
// replica's version, cache, queue, clients, operations, log and why.
//
// Every scene is a pure function of a View (a snapshot and what is selected)
// and a size. It returns a Canvas of exactly that size, so scenes can be
// tested as pictures, composed by copying, and drawn as often as one likes
// without touching the run.
//
//	v := scene.View{Snapshot: &snapshot, Key: "cart", Node: "store-1"}
//	c := scene.Ring(v, 46, 22)
//	fmt.Println(c.String(scene.NewPainter(styles)))
//
// Colours are never the only mark: every state also has a symbol or a word.
// With View.ASCII all marks are plain characters.
package scene
