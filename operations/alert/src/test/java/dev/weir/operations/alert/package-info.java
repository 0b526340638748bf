/** Tests of alerts without a server. */
package dev.weir.operations.alert;
