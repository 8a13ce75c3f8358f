/** What makes a city: one file of properties, read by every service, each of which keeps what it needs of it. */
package nyc.crime.city;
