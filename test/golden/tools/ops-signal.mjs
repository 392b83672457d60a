export const signalFamilies = {};
