/** The forms of the answers: NPY, PNG, unsigned bytes, and the records that Jackson makes JSON of. */
package nyc.crime.grid.encoding;
