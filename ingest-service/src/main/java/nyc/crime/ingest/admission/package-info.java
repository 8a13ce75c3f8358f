/** What is let in: work and answers are admitted by what they take, wait in a short queue, and are refused beyond that. */
package nyc.crime.ingest.admission;
