OUT         := octave
DESCRIPTION := octave/DESCRIPTION

all: product
include core/build.mk
product: $(PRODUCT)
