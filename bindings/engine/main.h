// What a board calls once its own start-up is done.
#ifndef CN_MAIN_H
#define CN_MAIN_H

// Run the app image of the board. Does not return.
int cn_main(void);

#endif
