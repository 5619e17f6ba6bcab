// Package nodes holds the analysts: one file each, listed in all.go. A node reads
// the providers it is given and what earlier nodes gave, and returns facts, a
// section of the report and the gaps it found. It computes with package quant and
// never types a figure that is not a fact.
package nodes
