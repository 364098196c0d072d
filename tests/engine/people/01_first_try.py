# my first gradient descent!!
# f(x) = x^2 + 6x + 10, minimum should be at x = -3

x=4          # start anywhere
lr=0.1
for i in range(30):
    grad=2*x+6
    x=x-lr*grad
    print("step",i,"x =",x)

print("answer:",x)
print('f(x) at the end:', x**2+6*x+10)
