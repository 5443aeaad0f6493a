/** `json-text.wat`, assembled, in base64. The test of `json-text.ts` says so, and what belongs here if it no longer is. */
// biome-ignore format: one string
export const jsonTextWasm =
  'AGFzbQEAAAABDQJgA39/fwF/YAF7AXsCDwEDZW52Bm1lbW9yeQIAAQMDAgABBwkBBXdyaXRlAAAKzAECgAEDAXsBfwF+A0AgAEEQaiEEIAQgAUsEQCABIQQFIAD9AAQAIQMgAxAB/VNFBEAgAiAD/QsEACAEIQAgAkEQaiECCwsDQCAAIARJBEAgAC0AAEEDdCkDACEFIAIgBTcDACACIAVCOIinaiECIABBAWohAAwBCwsgACABSQ0ACyACC0gAIAD9DCAgICAgICAgICAgICAgICD9JiAA/QwiIiIiIiIiIiIiIiIiIiIi/SMgAP0MXFxcXFxcXFxcXFxcXFxcXP0j/VD9UAs=';
