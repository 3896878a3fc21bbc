/** Something would not load, or would not be sure to. */
export const EXIT_FINDINGS = 1;

/** Bad input or bad usage: nothing was judged. */
export const EXIT_CANNOT_JUDGE = 2;
