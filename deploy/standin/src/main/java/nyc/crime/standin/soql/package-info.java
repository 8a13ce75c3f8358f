/** SoQL, Socrata's query language: lexer, recursive-descent parser, syntax tree, and the error envelopes of its refusals. */
package nyc.crime.standin.soql;
