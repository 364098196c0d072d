import math
# RMSprop on two weights with very different slopes
weights=[5.0,5.0]
scale=[1.0,100.0]
cache=[0.0,0.0]
lr=0.05; decay=0.9; eps=1e-8

def loss(w): return sum(s*wi**2 for s,wi in zip(scale,w))

print("start loss",loss(weights))
for it in range(151):
    g=[2*s*wi for s,wi in zip(scale,weights)]
    for k in range(2):
        cache[k]=decay*cache[k]+(1-decay)*g[k]**2
        weights[k]-=lr*g[k]/(math.sqrt(cache[k])+eps)
    if it%25==0: print(it,["%.3f"%w for w in weights],"%.4g"%loss(weights))
# both weights go down equally fast although one slope is 100 times the other!
print(weights[0]==weights[1], abs(weights[0]-weights[1])<0.01)
