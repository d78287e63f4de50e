/** Thrown where a filter, script or selector does not fit the data. Never leaves this folder's parent. */
export class DataFault extends Error {
  override readonly name = 'DataFault';
}
