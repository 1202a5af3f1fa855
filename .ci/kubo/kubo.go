//go:build tools

// Package kubo pins the version of the IPFS node that Cairn is tested against.
package kubo

import _ "github.com/ipfs/kubo/cmd/ipfs"
