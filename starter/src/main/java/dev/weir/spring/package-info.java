/** Weir in a Spring Boot application: databases as beans, from the application's own properties. */
@NullMarked
package dev.weir.spring;

import org.jspecify.annotations.NullMarked;
