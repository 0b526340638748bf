package dev.weir.engine.encode;

import java.text.BreakIterator;
import java.util.Locale;

/** How many cells of a terminal a text fills: 2 for ideographs and emoji, 0 for combining marks. */
final class DisplayWidth {
  private static final int EMOJI_VARIATION = 0xFE0F;

  /** Blocks of wide characters, first and last; from Unicode's EastAsianWidth.txt (W and F). */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF,
    0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F,
    0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x20000, 0x3FFFD
  };

  private DisplayWidth() {}

  static int of(String text) {
    return ascii(text) ? text.length() : cut(text, Integer.MAX_VALUE).width();
  }

  /** The longest beginning of whole characters that fits, and its width. */
  record Cut(int end, int width) {}

  static Cut cut(String text, int limit) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int width = 0;
    int start = characters.first();
    for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
      int more = cluster(text, start, end);
      if (width + more > limit) {
        return new Cut(start, width);
      }
      width += more;
      start = end;
    }
    return new Cut(start, width);
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** One character as a person sees it, be it of several code points. */
  private static int cluster(String text, int start, int end) {
    int width = 0;
    for (int i = start; i < end; ) {
      int point = text.codePointAt(i);
      width = Math.max(width, point == EMOJI_VARIATION ? 2 : point(point));
      i += Character.charCount(point);
    }
    return width;
  }

  private static int point(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> wide(point) ? 2 : 1;
    };
  }

  private static boolean wide(int point) {
    if (Character.isEmojiPresentation(point)) {
      return true;
    }
    for (int i = 0; i < WIDE.length && WIDE[i] <= point; i += 2) {
      if (point <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
