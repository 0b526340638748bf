/** What every backup method must show. */
package dev.weir.operations.backup.contract;
