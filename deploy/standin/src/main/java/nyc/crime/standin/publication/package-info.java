/** What the portal has published on a date: quarterly states, the cut between historic and current files, late reports. */
package nyc.crime.standin.publication;
