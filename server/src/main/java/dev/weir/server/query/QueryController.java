package dev.weir.server.query;

import dev.weir.api.Database;
import dev.weir.api.Rejected;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.engine.encode.Encoder;
import dev.weir.engine.encode.Encoders;
import dev.weir.engine.encode.ResultDocument;
import dev.weir.server.problem.ServerError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Queries: answered as one JSON document, or streamed in the format that {@code Accept} names.
 * Streams are written as the rows come; one that breaks off ends with a broken connection.
 */
@RestController
class QueryController {
  private static final Logger LOG = LoggerFactory.getLogger(QueryController.class);
  private static final long DOCUMENT_ROWS = 1_000;

  private final Databases databases;
  private final ClientWatch clients;
  private final Encoders encoders = Encoders.installed();

  QueryController(Databases databases, ClientWatch clients) {
    this.databases = databases;
    this.clients = clients;
  }

  @PostMapping("/v1/databases/{name}/query")
  void query(
      @PathVariable String name,
      @RequestBody QueryRequest body,
      HttpServletRequest request,
      HttpServletResponse response)
      throws Exception {
    long started = System.nanoTime();
    Encoder encoder = accepted(request.getHeader(HttpHeaders.ACCEPT));
    boolean document = encoder instanceof ResultDocument;
    Statement statement = body.statement(document ? DOCUMENT_ROWS : 0);
    Database database = databases.named(name);
    clients.run(() -> {
      answer(database, statement, encoder, started, response);
      return true;
    });
  }

  private static void answer(
      Database database,
      Statement statement,
      Encoder encoder,
      long started,
      HttpServletResponse response)
      throws IOException {
    try (Rows rows = database.query(statement)) {
      response.setContentType(
          encoder instanceof ResultDocument
              ? MediaType.APPLICATION_JSON_VALUE
              : encoder.mediaType() + (encoder.text() ? ";charset=UTF-8" : ""));
      if (encoder instanceof ResultDocument document) {
        document.encode(rows, response.getOutputStream(), started);
      } else {
        encoder.encode(rows, response.getOutputStream());
      }
    } catch (WeirException e) {
      if (!response.isCommitted()) {
        response.resetBuffer();
        response.setContentType(null);
        throw e;
      }
      LOG.warn("A result broke off: {}", e.explanation());
      ClientWatch.cut();
    } catch (IOException gone) {
      LOG.info("The client went away while the result was being written");
    }
  }

  /** The first format of those that are accepted, the most wanted first. */
  private Encoder accepted(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return new ResultDocument();
    }
    for (MediaType type : wanted(header)) {
      if (type.includes(MediaType.APPLICATION_JSON)) {
        return new ResultDocument();
      }
      for (Encoder encoder : encoders.all()) {
        if (type.includes(MediaType.parseMediaType(encoder.mediaType()))) {
          return encoder;
        }
      }
    }
    throw Rejected.because(
        ServerError.NOT_ACCEPTABLE,
        "A result can be written as "
            + encoders.all().stream().map(Encoder::mediaType).distinct().toList()
            + ".");
  }

  private static List<MediaType> wanted(String header) {
    try {
      List<MediaType> types = new ArrayList<>(MediaType.parseMediaTypes(header));
      types.removeIf(type -> type.getQualityValue() == 0);
      types.sort((a, b) ->
          a.getQualityValue() != b.getQualityValue()
              ? Double.compare(b.getQualityValue(), a.getQualityValue())
              : Boolean.compare(a.isWildcardType(), b.isWildcardType()));
      return types;
    } catch (InvalidMediaTypeException e) {
      throw Rejected.because(
          ServerError.NOT_ACCEPTABLE, "The Accept header cannot be understood.", e);
    }
  }
}
