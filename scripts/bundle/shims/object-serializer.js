/** client-node's serialiser without its models: the program only reads, and the parameters of a read are plain values. */
export const ObjectSerializer = {
  serialize: (value) => value,
};
