package nyc.crime.standin.soql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts SoQL into tokens. */
final class Lexer {

    /** What a token is. */
    enum Kind {
        NAME,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    /**
     * A token.
     *
     * @param text a name in lower case (SoQL does not mind the case), a string's contents, or the characters themselves
     */
    record Token(Kind kind, String text, Position at) {

        boolean is(String keywordOrSymbol) {
            return (kind == Kind.NAME || kind == Kind.SYMBOL) && text.equals(keywordOrSymbol);
        }
    }

    private static final List<String> LONG_SYMBOLS = List.of("<=", ">=", "!=", "<>", "==");
    private static final String SYMBOLS = "(),*=<>-+";

    private final String text;
    private int next;

    private Lexer(String text) {
        this.text = text;
    }

    /** All tokens of a text, {@link Kind#END} last. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.token());
        } while (tokens.get(tokens.size() - 1).kind() != Kind.END);
        return tokens;
    }

    private Token token() {
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        int start = next;
        Position at = new Position(text, start);
        if (start == text.length()) {
            return new Token(Kind.END, "end of input", at);
        }
        char first = text.charAt(start);
        if (first == '\'') {
            return new Token(Kind.STRING, quoted('\'', at), at);
        }
        if (first == '`') {
            return new Token(Kind.QUOTED_NAME, quoted('`', at).toLowerCase(Locale.ROOT), at);
        }
        if (isDigit(first) || first == '.') {
            skipNumber();
            return new Token(Kind.NUMBER, text.substring(start, next), at);
        }
        if (isNameStart(first)) {
            skipName();
            return new Token(Kind.NAME, text.substring(start, next).toLowerCase(Locale.ROOT), at);
        }
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                next += symbol.length();
                return new Token(Kind.SYMBOL, symbol, at);
            }
        }
        if (SYMBOLS.indexOf(first) < 0) {
            throw SodaException.malformed(at, "Unexpected character `" + first + "'");
        }
        next++;
        return new Token(Kind.SYMBOL, String.valueOf(first), at);
    }

    private String quoted(char quote, Position at) {
        StringBuilder contents = new StringBuilder();
        next++;
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c != quote) {
                contents.append(c);
            } else if (next < text.length() && text.charAt(next) == quote) {
                contents.append(quote);
                next++;
            } else {
                return contents.toString();
            }
        }
        throw SodaException.malformed(at, "Unterminated quote");
    }

    private void skipNumber() {
        while (next < text.length() && (isDigit(text.charAt(next)) || text.charAt(next) == '.')) {
            next++;
        }
        if (next < text.length() && (text.charAt(next) == 'e' || text.charAt(next) == 'E')) {
            next++;
            if (next < text.length() && "+-".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            while (next < text.length() && isDigit(text.charAt(next))) {
                next++;
            }
        }
    }

    /** Names may hold a colon and an at sign first ({@code :id}, {@code :@computed_region_...}; {@code :*} is a name too). */
    private void skipName() {
        next++;
        if (text.startsWith("*", next) && text.charAt(next - 1) == ':') {
            next++;
            return;
        }
        while (next < text.length() && (isNameStart(text.charAt(next)) || isDigit(text.charAt(next)))) {
            next++;
        }
    }

    private static boolean isNameStart(char c) {
        return c == '_' || c == ':' || c == '@' || Character.isLetter(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
