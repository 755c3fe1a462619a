// Package nb reads notebooks (.ipynb, nbformat 4) and runs them: it starts the arraybook kernel as a child process, speaks the
// Jupyter protocol to it over ZeroMQ as any frontend does, gathers what the cells print and show, and writes the executed
// notebook back, byte for byte what it was outside the results. It also compares runs with saved outputs and writes notebooks
// as HTML.
//
// It knows the notebook format and the Jupyter messages. It does not know how a cell is evaluated: the kernel is a program behind sockets.
package nb
