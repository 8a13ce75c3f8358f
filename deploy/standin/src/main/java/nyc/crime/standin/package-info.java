/** A stand-in for NYC Open Data: speaks Socrata's protocol (SODA 2 and 3) over a folder of files or a synthetic sample city. */
package nyc.crime.standin;
