# 2-2-1 network, one example, backprop written out completely by hand
import math
def sig(x): return 1/(1+math.exp(-x))

x1, x2, target = 0.05, 0.10, 0.9
w1, w2, w3, w4 = .15, .20, .25, .30     # hidden
w5, w6 = .40, .45                       # output
lr = 0.5

for i in range(1, 501):
    # forward
    h1 = sig(w1*x1 + w2*x2)
    h2 = sig(w3*x1 + w4*x2)
    o  = sig(w5*h1 + w6*h2)
    E  = 0.5*(target - o)**2
    if i in [1, 10, 100, 500]:
        print('iter %4d   out %.6f   error %.3e' % (i, o, E))
    # backward
    d_o  = (o - target)*o*(1 - o)
    d_h1 = d_o*w5*h1*(1 - h1)
    d_h2 = d_o*w6*h2*(1 - h2)
    w5 -= lr*d_o*h1
    w6 -= lr*d_o*h2
    w1 -= lr*d_h1*x1; w2 -= lr*d_h1*x2
    w3 -= lr*d_h2*x1; w4 -= lr*d_h2*x2

print('final weights:', w1, w2, w3, w4, w5, w6, sep='\n  ')
