package dev.weir.spring;

import dev.weir.api.WeirException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an error of Weir that ended the start as a sentence, with its code and the next step. */
final class WeirFailureAnalyzer extends AbstractFailureAnalyzer<WeirException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, WeirException error) {
    return new FailureAnalysis(
        error.getMessage() + " [" + error.code().id() + "]", error.code().nextStep(), error);
  }
}
