package dev.weir.cli;

import dev.weir.engine.config.Rates;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads rates from the command line, as {@code weir.yaml} reads them. */
final class RateConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return Rates.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException("'" + text + "': " + wrong.getMessage());
    }
  }
}
