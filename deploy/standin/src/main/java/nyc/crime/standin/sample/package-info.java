/** The synthetic sample city: records drawn, with a seed, from aggregate figures. */
package nyc.crime.standin.sample;
